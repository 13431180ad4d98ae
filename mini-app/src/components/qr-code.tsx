import { useMemo } from 'react';
import { encode } from 'uqr';

/** Dark on white in every theme: scanners do not read it the other way round. */
export function QrCode({ content, label }: { content: string; label: string }) {
  const { data, size } = useMemo(() => encode(content, { border: 0 }), [content]);
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <div className="code">
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={label}>
        <path d={path} fill="#14211b" />
      </svg>
    </div>
  );
}
