import { expect, it } from 'vitest';
import { fitsPaper } from './fits-paper.ts';

it.each([
  ['Giấy khai tử', 'Quyết định ly hôn hoặc giấy khai tử', true],
  ['GIẤY KHAI SINH', 'Giấy khai sinh (bản sao)', true],
  ['Giấy chứng nhận quyền sử dụng đất', 'Giấy chứng nhận quyền sử dụng', true],
  ['Giấy khai sinh', 'Giấy chứng sinh', false],
  ['Giấy', 'Giấy tờ về đất', false],
  ['Giấy khai', 'Giấy khaisinh', false],
])('%s for "%s": %s', (result, paper, fits) => {
  expect(fitsPaper(result, paper)).toBe(fits);
});
