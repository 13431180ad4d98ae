import { encode } from 'uqr';

const WIDTH = 720;
const QR = 480;
const INNER = WIDTH - 64;

export interface QrPicture {
  readonly heading: string;
  /** What the code holds. */
  readonly content: string;
  /** Under the code, large; goes on in further lines when it is long. */
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * A QR code with words as a picture for the phone's gallery: `data:image/png;base64,…`. No name, no answer, only what the page shows.
 * @throws Error when the web view has no canvas
 */
export function qrPicture({ heading, content, title, lines }: QrPicture): string {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  const font = (weight: number, size: number) => `${weight} ${size}px "Be Vietnam Pro", sans-serif`;
  pen.font = font(600, 44);
  const titleLines = wrap(title, (text) => pen.measureText(text).width <= INNER);
  canvas.width = WIDTH;
  canvas.height = 248 + QR + titleLines.length * 52 + lines.length * 44;
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#14211b';
  pen.textAlign = 'center';
  let y = 88;
  const write = (text: string, style: string) => {
    pen.font = style;
    pen.fillText(text, WIDTH / 2, y, INNER);
  };
  write(heading, font(600, 36));
  const { data, size } = encode(content, { border: 0 });
  const module = QR / size;
  data.forEach((row, down) => {
    row.forEach((isDark, across) => {
      if (isDark) pen.fillRect((WIDTH - QR) / 2 + across * module, 140 + down * module, Math.ceil(module), Math.ceil(module));
    });
  });
  y = 160 + QR;
  for (const line of titleLines) {
    y += 52;
    write(line, font(600, 44));
  }
  y += 8;
  for (const line of lines) {
    y += 44;
    write(line, font(400, 28));
  }
  return canvas.toDataURL('image/png');
}

function wrap(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
