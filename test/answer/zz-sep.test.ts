import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { readArticles, readGlossary } from '../../bench/verify/collection.js';
import { createLexicon } from '../../src/answer/lexicon.js';
import { readText, type Reading } from '../../src/answer/reading.js';
import { bestExchange } from '../../src/answer/verify-subjects.js';
const balanceOf=(c:Reading,q:Reading[])=>{const e=bestExchange(c,q); return e===undefined?undefined:-e.gain;};
import { createRandom, plantFaults, type TrueClaim } from '../../bench/verify/faults.js';
import { sentencesOf } from '../../src/text/sentences.js';
test('scratch', () => {
  const articles = readArticles();
  const glossary = readGlossary();
  const lexicon = createLexicon(glossary);
  const lines = readFileSync('test/answer/honest-claims.jsonl','utf8').trim().split('\n').map((l)=>JSON.parse(l));
  const honest: TrueClaim[] = lines.map((l:any)=>({text:l.claim, language:l.language, quotes:l.quotes.map((q:any)=>({articleId:q.articleId, words:q.quote}))}));
  const literal: TrueClaim[] = articles.flatMap((a)=>sentencesOf(a.text).map(({start,end})=>a.text.slice(start,end)).filter((s)=>s.includes('[^')).map((s)=>({text:s.replace(/\[\^[^\]]+\]/g,''), language:a.language, quotes:[{articleId:a.id, words:s}]})));
  const names=new Set(['sunrisemedium','ainext']);const random=createRandom(7);
  const cache=new Map<string,Reading>(); const rd=(t:string)=>{let r=cache.get(t); if(!r){r=readText(t,lexicon,names);cache.set(t,r);} return r;};
  for (const [group,set] of [['honest',honest],['literal',literal]] as const) {
    const good:{d:number,t:string,q:string}[]=[], bad:{d:number,t:string,q:string}[]=[];
    for (const claim of set) {
      const q=claim.quotes.map((x)=>rd(x.words));
      const d=balanceOf(rd(claim.text), q);
      if (d!==undefined) good.push({d,t:claim.text,q:claim.quotes.map((x)=>x.words).join(' || ')});
      for (const {fault,draft} of plantFaults(claim,{glossary,claims:set,random})) if (fault==='swapped subject') {
        const e=balanceOf(rd(draft.text), q); if (e!==undefined) bad.push({d:e,t:draft.text,q:claim.quotes.map((x)=>x.words).join(' || ')}); else bad.push({d:99,t:draft.text,q:''});
      }
    }
    for (const th of [-1,-.75,-.5,-.25,-.1,0,1e-9,.05,.1,.2,.3,.5,.75,1]) console.log('TH',group,String(th),'honest withheld',good.filter((x)=>x.d<th).length,'/',good.length,' leaks',bad.filter((x)=>!(x.d<th)).length,'/',bad.length);
    if (process.env.SHOW==='good') good.sort((a,b)=>a.d-b.d).slice(0,Number(process.env.MAX??30)).forEach((x)=>console.log(x.d.toFixed(2),x.t,'\n      Q:',x.q));
    if (process.env.SHOW==='bad') bad.sort((a,b)=>b.d-a.d).slice(0,Number(process.env.MAX??30)).forEach((x)=>console.log(x.d.toFixed(2),x.t,'\n      Q:',x.q));
  }
}, 300000);
