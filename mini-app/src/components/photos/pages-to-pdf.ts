const A4_POINTS = { short: 595.28, long: 841.89 };

/**
 * Photos of pages (JPEG), each filling one page of A4, upright or lying as the photo is. The library is loaded when somebody
 * needs it. @throws when a photo cannot be read
 */
export async function pdfOfPages(pages: readonly File[], name: string): Promise<File> {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const document = await PDFDocument.create();
  for (const file of pages) {
    const image = await document.embedJpg(await file.arrayBuffer());
    const isLying = image.width > image.height;
    const width = isLying ? A4_POINTS.long : A4_POINTS.short;
    const height = isLying ? A4_POINTS.short : A4_POINTS.long;
    const scale = Math.min(width / image.width, height / image.height);
    const page = document.addPage([width, height]);
    page.drawImage(image, {
      x: (width - image.width * scale) / 2,
      y: (height - image.height * scale) / 2,
      width: image.width * scale,
      height: image.height * scale,
    });
  }
  const bytes = await document.save();
  return new File([bytes as Uint8Array<ArrayBuffer>], `${name}.pdf`, { type: 'application/pdf' });
}
