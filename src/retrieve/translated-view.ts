/** A section's sentences with the question's own words put in wherever a form of them stands: what is measured sees no other language. Pure. */
import type { Concept } from './concepts.js';
import type { SectionView } from './section-view.js';

/** Least part of a concept that makes it stand in a sentence. */
const LEAST = 0.25;

export type Translate = (view: SectionView) => SectionView;

type FormPlace = { form: number; concept: number; share: number; weight: number };

export function createTranslator(terms: readonly number[], concepts: readonly Concept[]): Translate {
  const places = new Map<number, FormPlace[]>();
  let forms = 0;
  concepts.forEach((concept, at) => {
    for (const form of concept.forms) {
      for (const term of form.terms) {
        const place = { form: forms, concept: at, share: 1 / form.terms.length, weight: form.weight };
        places.set(term, [...(places.get(term) ?? []), place]);
      }
      forms++;
    }
  });
  /** The query's terms for whose forms enough stands among these terms. */
  const standing = (found: Iterable<number>): number[] => {
    const hits = new Set<number>();
    for (const term of found) if (places.has(term)) hits.add(term);
    if (hits.size === 0) return [];
    const shares = new Map<number, { share: number; place: FormPlace }>();
    for (const term of hits) {
      for (const place of places.get(term) ?? []) {
        const known = shares.get(place.form);
        if (known === undefined) shares.set(place.form, { share: place.share, place });
        else known.share += place.share;
      }
    }
    const credits = new Map<number, number>();
    for (const { share, place } of shares.values()) {
      credits.set(place.concept, (credits.get(place.concept) ?? 0) + place.weight * share * share);
    }
    return [...credits].filter(([, credit]) => credit >= LEAST).flatMap(([concept]) => concepts[concept]!.of.map((index) => terms[index]!));
  };
  return (view) => ({
    ...view,
    titleTerms: withTerms(view.titleTerms, standing(view.titleTerms)),
    sentences: view.sentences.map((sentence) => {
      const added = [...new Set(standing(sentence.terms))].filter((term) => !sentence.terms.includes(term));
      return added.length === 0 ? sentence : { ...sentence, terms: Float64Array.from([...sentence.terms, ...added]) };
    }),
  });
}

const withTerms = (terms: ReadonlySet<number>, added: readonly number[]) => (added.length === 0 ? terms : new Set([...terms, ...added]));
