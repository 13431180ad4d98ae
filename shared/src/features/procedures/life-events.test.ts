import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIFE_EVENTS, lifeEventsOf, slug } from './life-events.ts';

const SEEDS = new URL('../../../../migrations/seeds/procedures/', import.meta.url);
const seeded = readdirSync(SEEDS).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, SEEDS), 'utf8')) as { lifeEvents: string[]; domain: string }[],
);
const names = new Set(LIFE_EVENTS.map(({ name }) => name));

describe('life events', () => {
  it('are a way into every curated procedure, and none of them is empty', () => {
    const used = new Set(seeded.flatMap(({ lifeEvents }) => lifeEvents));
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
    expect([...names].filter((name) => !used.has(name))).toEqual([]);
    expect(seeded.filter(({ lifeEvents }) => lifeEvents.length === 0)).toEqual([]);
  });

  it('stand in links under ids that are their own', () => {
    expect(new Set(LIFE_EVENTS.map(({ id }) => id)).size).toBe(LIFE_EVENTS.length);
    expect(slug('Ra nước ngoài, người nước ngoài')).toBe('ra-nuoc-ngoai-nguoi-nuoc-ngoai');
  });

  it('are taken from the domain only where the record has none and the domain leaves no doubt', () => {
    expect(lifeEventsOf({ lifeEvents: [], domain: 'Đất đai' })).toEqual(['Nhà ở và đất đai']);
    expect(lifeEventsOf({ lifeEvents: ['Hưu trí'], domain: 'Đất đai' })).toEqual(['Hưu trí']);
    for (const domain of ['Hộ tịch', 'Hải quan', 'Lĩnh vực chưa ai biết'])
      expect(lifeEventsOf({ lifeEvents: [], domain }), domain).toEqual([]);
  });
});
