/** Six digits to be read out: large, in two groups; a screen reader says them one by one. */
export const Digits = ({ code, label }: { code: string; label: string }) => (
  <p className="digits" role="img" aria-label={`${label.replace(code, [...code].join(' '))}`}>
    <span>{code.slice(0, 3)}</span>
    <span>{code.slice(3)}</span>
  </p>
);
