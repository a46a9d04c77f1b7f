/** What the server counts, in Prometheus's text format, in a registry of its own. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Answer, Answerer } from '../types.js';

export type Metrics = {
  registry: Registry;
  countRequest(request: { area: string; method: string; status: number }): void;
  /** `door`: through which part of the server the question came. */
  countAnswer(door: string, answer: Answer, seconds: number): void;
};

/** Upper bounds in seconds: an extractive answer takes milliseconds, a written one up to a minute. */
const answerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(answerer: Answerer): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'yingjia_http_requests_total',
    help: 'Requests by area, method and status',
    labelNames: ['area', 'method', 'status'],
    registers,
  });
  const answers = new Counter({
    name: 'yingjia_answers_total',
    help: 'Answers by door, status and mode',
    labelNames: ['door', 'status', 'mode'],
    registers,
  });
  const durations = new Histogram({
    name: 'yingjia_answer_duration_seconds',
    help: 'Time from a question to its whole answer',
    labelNames: ['door'],
    buckets: answerBuckets,
    registers,
  });
  addIndexGauges(registry, answerer);
  return {
    registry,
    countRequest: ({ area, method, status }) => requests.inc({ area, method, status }),
    countAnswer(door, answer, seconds) {
      answers.inc({ door, status: answer.status, mode: answer.mode });
      durations.observe({ door }, seconds);
    },
  };
}

function addIndexGauges(registry: Registry, answerer: Answerer): void {
  const registers = [registry];
  const passages = new Gauge({ name: 'yingjia_index_passages', help: 'Passages of the live generation', registers });
  const articles = new Gauge({ name: 'yingjia_index_articles', help: 'Articles of the live generation', registers });
  new Gauge({
    name: 'yingjia_index_generation',
    help: 'Number of the live generation',
    registers,
    async collect() {
      const overview = await answerer.overview();
      this.set(overview.generation);
      passages.set(overview.passages);
      articles.set(overview.articles.length);
    },
  });
}
