import { JUDGED_SIDE_PX, type PhotoFault, photoFaults } from './photo-faults.ts';

/** As large as an officer needs to read a page. */
const LONG_SIDE_PX = 2_200;
const QUALITY = 0.85;
const PIXELS_MAX = 40_000_000;

const isPhoto = (file: File) => /^image\/(jpeg|png|webp)$/.test(file.type);

/** What an officer would send this photo back for; [] also for what the phone cannot read. Nothing leaves the phone. */
export async function judgePhoto(file: File): Promise<PhotoFault[]> {
  if (!isPhoto(file)) return [];
  try {
    using photo = await open(file);
    const { width, height, context } = draw(photo.image, JUDGED_SIDE_PX, 0);
    const pixels = context.getImageData(0, 0, width, height).data;
    const grey = new Uint8Array(width * height);
    // brightness as the eye weighs colours (ITU-R BT.601)
    for (let at = 0; at < grey.length; at++)
      grey[at] = 0.299 * (pixels[4 * at] ?? 0) + 0.587 * (pixels[4 * at + 1] ?? 0) + 0.114 * (pixels[4 * at + 2] ?? 0);
    return photoFaults({ width, height, data: grey }, Math.max(photo.image.width, photo.image.height));
  } catch {
    return [];
  }
}

/**
 * A photo fit to be sent over a slow network: at most 2,200 px on the long side, JPEG, upright, without what the camera writes
 * beside it (the place, the time, the phone). Other files, and what the phone cannot redraw, come back as they were.
 *
 * @param quarterTurns to the right
 */
export async function preparePhoto(file: File, quarterTurns = 0): Promise<File> {
  if (!isPhoto(file)) return file;
  try {
    using photo = await open(file);
    const { canvas } = draw(photo.image, LONG_SIDE_PX, quarterTurns);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    return blob ? new File([blob], file.name.replace(/(\.\w+)?$/, '.jpg'), { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}

async function open(file: File): Promise<{ image: ImageBitmap } & Disposable> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const close = () => image.close();
  if (image.width * image.height > PIXELS_MAX) {
    close();
    throw new RangeError('more pixels than a phone can redraw');
  }
  return { image, [Symbol.dispose]: close };
}

function draw(image: ImageBitmap, longSidePx: number, quarterTurns: number) {
  const scale = Math.min(1, longSidePx / Math.max(image.width, image.height));
  const across = Math.round(image.width * scale);
  const down = Math.round(image.height * scale);
  const isTurned = quarterTurns % 2 !== 0;
  const canvas = document.createElement('canvas');
  canvas.width = isTurned ? down : across;
  canvas.height = isTurned ? across : down;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this web view draws nothing');
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarterTurns * Math.PI) / 2);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, -across / 2, -down / 2, across, down);
  return { canvas, context, width: canvas.width, height: canvas.height };
}
