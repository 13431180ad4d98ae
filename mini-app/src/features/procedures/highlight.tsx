import { fold } from '@tayninh/shared/features/procedures/fold';
import { Fragment } from 'react';

/** Made once: where such an expression is written in place, old phones compile it anew for every word. */
const SIGNS = /[^\p{L}\p{N}]+/u;
const WORDS_AND_SIGNS = /([^\p{L}\p{N}]+)/u;
const LETTER = /[\p{L}\p{N}]/u;
const SIGNS_AT_END = /[^\p{L}\p{N}]+$/u;

/** Marks the words of `text` that the query speaks of, diacritics or not; its last word may be half typed. */
export function Highlight({ text, query }: { text: string; query: string }) {
  const asked = fold(query).split(SIGNS).filter(Boolean);
  const last = asked[asked.length - 1] ?? '';
  const isHit = (word: string) => {
    const folded = fold(word);
    return asked.includes(folded) || (last.length > 1 && folded.startsWith(last));
  };
  const runs: { text: string; hit: boolean }[] = [];
  for (const piece of text.split(WORDS_AND_SIGNS)) {
    const isGap = !LETTER.test(piece);
    const before = runs[runs.length - 1];
    const hit = isGap ? (before?.hit ?? false) : isHit(piece);
    if (before && before.hit === hit) before.text += piece;
    else runs.push({ text: piece, hit });
  }
  let at = 0;
  return (
    <>
      {runs.map((run) => {
        at += run.text.length;
        if (!run.hit) return run.text;
        const words = run.text.replace(SIGNS_AT_END, '');
        return (
          <Fragment key={at}>
            <mark>{words}</mark>
            {run.text.slice(words.length)}
          </Fragment>
        );
      })}
    </>
  );
}
