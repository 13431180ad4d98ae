import { foldKey } from '../procedures/fold.ts';

/** A shorter name would be found inside too many others. */
const SHORTEST = 8;

/**
 * Whether a result may serve as a paper that a form asks for: the words of one name stand in the other, whatever their marks
 * and capitals. Only an offer; the person and the authority decide.
 *
 * @example fitsPaper('Giấy khai tử', 'Quyết định ly hôn hoặc giấy khai tử') // true
 */
export function fitsPaper(resultName: string, paperName: string): boolean {
  const [result, paper] = [foldKey(resultName), foldKey(paperName)];
  return (
    Math.min(result.length, paper.length) >= SHORTEST && (` ${paper} `.includes(` ${result} `) || ` ${result} `.includes(` ${paper} `))
  );
}
