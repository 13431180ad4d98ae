import { openDocument, openOutside, ZaloError } from '../zalo/zalo-host.ts';

/**
 * Opens a PDF in Zalo's reader, or in its web view where the reader is too old.
 * @param wayTo asked anew for each try: a way is good once
 */
export async function openPdf(wayTo: () => Promise<{ url: string; name: string }>): Promise<void> {
  const { url, name } = await wayTo();
  try {
    await openDocument(url, name);
  } catch (error) {
    if (!(error instanceof ZaloError)) throw error;
    await openOutside((await wayTo()).url);
  }
}
