import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Place } from './places.ts';

const WAIT_MS = 1_500;
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `G` and then a place's letter goes there; never while somebody types, never with a modifier. */
export function useGoKeys(places: readonly Place[]) {
  const navigate = useNavigate();
  useEffect(() => {
    let pressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      const key = event.key.toUpperCase();
      const goes = event.timeStamp - pressedAt < WAIT_MS ? places.find((place) => place.key === key) : undefined;
      pressedAt = key === 'G' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (!goes) return;
      event.preventDefault();
      navigate(goes.path);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, places]);
}
