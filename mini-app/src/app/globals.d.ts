interface Window {
  /** Set by Zalo, or by the page that stands in for it. */
  APP_ID?: string;
  /** Where the bff answers, when whoever serves the page knows better. */
  BFF_ORIGIN?: string;
}
