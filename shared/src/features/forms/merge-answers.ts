import type { Answer, Answers } from '../procedures/e-form.ts';

type Value = Answer | undefined;

/** Empty, null and absent are one thing: not answered. Lists are the same when they hold the same people in the same order. */
export function isSame(one: Value, other: Value): boolean {
  return key(one) === key(other);
}
function key(value: Value): string {
  if (value === undefined || value === null || value === '') return '';
  if (!Array.isArray(value)) return JSON.stringify(value);
  const people = value.map((person) =>
    Object.entries(person)
      .filter(([, part]) => key(part) !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return people.length === 0 ? '' : JSON.stringify(people);
}

/**
 * Puts two hands on one form together. What only one of them changed since `base` is taken; what both changed into different
 * answers is a person's to decide and comes back as a name in `conflicts`, with `theirs` standing in `answers`.
 */
export function mergeAnswers({ base, mine, theirs }: { base: Answers; mine: Answers; theirs: Answers }): {
  answers: Answers;
  conflicts: string[];
} {
  const answers: Answers = {};
  const conflicts: string[] = [];
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const isMineNew = !isSame(mine[name], base[name]);
    if (isMineNew && !isSame(theirs[name], base[name]) && !isSame(mine[name], theirs[name])) conflicts.push(name);
    const value = isMineNew && !conflicts.includes(name) ? mine[name] : theirs[name];
    if (value !== undefined) answers[name] = value;
  }
  return { answers, conflicts };
}

/** Files have no two versions: what either hand added is there, what either threw away is not. Order: theirs, then what is new here. */
export function mergeFiles<File extends { readonly fileId: string }>({
  base,
  mine,
  theirs,
}: {
  base: readonly File[];
  mine: readonly File[];
  theirs: readonly File[];
}): File[] {
  const has = (files: readonly File[], { fileId }: File) => files.some((file) => file.fileId === fileId);
  return [
    ...theirs.filter((file) => has(mine, file) || !has(base, file)),
    ...mine.filter((file) => !has(base, file) && !has(theirs, file)),
  ];
}
