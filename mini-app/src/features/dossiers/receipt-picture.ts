import { encode } from 'uqr';

const WIDTH = 720;
const QR = 480;

/**
 * The receipt as a picture for the phone's gallery: `data:image/png;base64,…`. No name, no answer, only what the page shows.
 * @throws Error when the web view has no canvas
 */
export function receiptPicture({ heading, number, lines }: { heading: string; number: string; lines: readonly string[] }): string {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = 300 + QR + lines.length * 44;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#14211b';
  pen.textAlign = 'center';
  const write = (text: string, y: number, font: string) => {
    pen.font = `${font} "Be Vietnam Pro", sans-serif`;
    pen.fillText(text, WIDTH / 2, y, WIDTH - 64);
  };
  write(heading, 88, '600 36px');
  const { data, size } = encode(number, { border: 0 });
  const module = QR / size;
  data.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (isDark) pen.fillRect((WIDTH - QR) / 2 + x * module, 140 + y * module, Math.ceil(module), Math.ceil(module));
    });
  });
  write(number, 140 + QR + 72, '600 44px');
  lines.forEach((line, index) => {
    write(line, 140 + QR + 124 + index * 44, '400 28px');
  });
  return canvas.toDataURL('image/png');
}
