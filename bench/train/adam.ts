/** Adam (Kingma & Ba 2015, arXiv:1412.6980) over one flat array, with a cosine schedule and weight decay in the gradient. Deterministic. */
export class Adam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps = 0;

  constructor(
    private readonly parameters: Float64Array,
    private readonly settings: { rate: number; decay: number; steps: number },
  ) {
    this.first = new Float64Array(parameters.length);
    this.second = new Float64Array(parameters.length);
  }

  step(gradient: Float64Array): void {
    this.steps += 1;
    const rate = this.settings.rate * 0.5 * (1 + Math.cos((Math.PI * this.steps) / this.settings.steps));
    const [firstScale, secondScale] = [1 - 0.9 ** this.steps, 1 - 0.999 ** this.steps];
    for (let index = 0; index < gradient.length; index++) {
      const slope = gradient[index]! + this.settings.decay * this.parameters[index]!;
      this.first[index] = 0.9 * this.first[index]! + 0.1 * slope;
      this.second[index] = 0.999 * this.second[index]! + 0.001 * slope * slope;
      this.parameters[index]! -= (rate * (this.first[index]! / firstScale)) / (Math.sqrt(this.second[index]! / secondScale) + 1e-8);
    }
  }
}
