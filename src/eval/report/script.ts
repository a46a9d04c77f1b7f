/** The report's only script, in the page itself: filters cases, and opens the one that the address names. Without it everything can still be read. */
export const script = `
'use strict';
const cases = [...document.querySelectorAll('.case')];
const filter = document.querySelector('.filter');
const words = filter.querySelector('input');
const [kind, outcome] = filter.querySelectorAll('select');
const count = filter.querySelector('output');
function apply() {
  const wanted = words.value.trim().toLowerCase();
  let shown = 0;
  for (const each of cases) {
    const fits = (kind.value === '' || each.dataset.kind === kind.value)
      && (outcome.value === '' || each.dataset.outcome.split(' ').includes(outcome.value))
      && (wanted === '' || each.textContent.toLowerCase().includes(wanted));
    each.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown === cases.length ? cases.length + ' cases' : shown + ' of ' + cases.length + ' cases';
}
function openNamed() {
  const named = location.hash === '' ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) { named.hidden = false; named.open = true; named.scrollIntoView(); }
}
for (const control of [words, kind, outcome]) control.addEventListener('input', apply);
filter.querySelector('button').addEventListener('click', () => {
  const shown = cases.filter((each) => !each.hidden);
  const open = !shown.every((each) => each.open);
  for (const each of shown) each.open = open;
});
addEventListener('hashchange', openNamed);
filter.hidden = false;
apply();
openNamed();
`;
