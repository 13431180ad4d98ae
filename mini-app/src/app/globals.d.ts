interface Window {
  /** Set by Zalo, or by the page that stands in for it. */
  APP_ID?: string;
  /** Where the bff answers, when whoever serves the page knows better; read in the sandbox only. */
  BFF_ORIGIN?: string;
  /** Where the sandbox answers; read by the stand-in for Zalo only. */
  SANDBOX_ORIGIN?: string;
}

interface ImportMetaEnv {
  /** Public https address of the bff; a build for phones fails without it. */
  readonly VITE_API_BASE?: string;
  /** Public address of the mini app, `https://zalo.me/s/<mini app id>`: what shared links and QR codes begin with. */
  readonly VITE_MINI_APP_LINK?: string;
  /** The province's Official Account, for "Nhắn cán bộ". */
  readonly VITE_OA_ID?: string;
}
