import { IMAGE_MAX_PIXELS, type UploadType } from '@tayninh/shared/features/uploads/upload-rules';
import sharp, { type Sharp } from 'sharp';
import type { Finding } from './file-checker.ts';

const LOADERS: Partial<Record<UploadType, string>> = {
  'image/jpeg': 'VipsForeignLoadJpegBuffer',
  'image/png': 'VipsForeignLoadPngBuffer',
  'image/webp': 'VipsForeignLoadWebpBuffer',
};
/** High enough that a small print on a photographed page stays readable. */
const QUALITY = 88;

/**
 * Draws a picture anew: upright, its pixels and nothing else. What stood beside them (place, time, phone, thumbnails, another
 * file behind the end) does not come along. Of an animation the first frame stays.
 */
export async function checkImage(bytes: Buffer, type: UploadType): Promise<{ finding: Finding; clean?: Buffer }> {
  const loader = LOADERS[type];
  if (!loader) return { finding: { is: 'unfit', trouble: 'broken' } };
  // Only the one decoder: whatever the bytes pretend to be, no other code of the library sees them.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [loader] });
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
    const { width, height } = await image.metadata(); // the header alone
    if (width * height > IMAGE_MAX_PIXELS) return { finding: { is: 'unfit', trouble: 'too-many-pixels' } };
    const upright = sharp(bytes, { limitInputPixels: IMAGE_MAX_PIXELS, failOn: 'error' }).autoOrient();
    const clean = await encoded(upright, type).toBuffer();
    return { finding: { is: 'fit', isRedrawn: true }, clean };
  } catch {
    return { finding: { is: 'unfit', trouble: 'broken' } };
  }
}

function encoded(image: Sharp, type: UploadType): Sharp {
  if (type === 'image/png') return image.png();
  return type === 'image/webp' ? image.webp({ quality: QUALITY }) : image.jpeg({ quality: QUALITY });
}
