import { describe, expect, it } from 'vitest';
import { Audience, hasOutgrown, isSensitiveDomain, SegmentDefinition } from './audience.ts';

describe('a segment', () => {
  it('knows its declared fields only: no SQL, nothing about belief, health, ethnicity or poverty', () => {
    for (const extra of [{ where: '1 = 1' }, { religion: ['x'] }, { ethnicity: ['x'] }, { isPoor: true }, { sql: 'select' }])
      expect(SegmentDefinition.safeParse({ communes: ['25459'], ...extra }).success).toBe(false);
    expect(SegmentDefinition.safeParse({ dossier: { answers: { disease: 'x' } } }).success).toBe(false);
    expect(SegmentDefinition.safeParse({ communes: ["25459'; drop table citizen"] }).success).toBe(false);
    expect(SegmentDefinition.safeParse({ dossier: { procedures: ['1.000656","x'] } }).success).toBe(false);
  });

  it('says in Vietnamese what an empty or repeated choice is', () => {
    expect(SegmentDefinition.safeParse({ communes: [] }).error?.issues[0]?.message).toBe(
      'Chọn ít nhất một giá trị, hoặc bỏ điều kiện này.',
    );
    expect(SegmentDefinition.safeParse({ communes: ['25459', '25459'] }).success).toBe(false);
    expect(SegmentDefinition.safeParse({ dossier: {} }).success).toBe(false);
    expect(Audience.safeParse({ kind: 'segment', definition: {} }).success).toBe(true);
  });

  it('is not of procedures whose field of law tells too much', () => {
    for (const domain of ['Bảo trợ xã hội', 'Giảm nghèo', 'Khám bệnh, chữa bệnh', 'Tín ngưỡng, tôn giáo', 'Lý lịch tư pháp'])
      expect(isSensitiveDomain(domain)).toBe(true);
    for (const domain of ['Hộ tịch', 'Đất đai', 'Cư trú', 'Chứng thực']) expect(isSensitiveDomain(domain)).toBe(false);
  });
});

describe('an approved audience', () => {
  it('needs a new approval once it grew by more than a tenth, not before, and not when it shrank', () => {
    expect(hasOutgrown(1_000, 1_100)).toBe(false);
    expect(hasOutgrown(1_000, 1_101)).toBe(true);
    expect(hasOutgrown(1_000, 200)).toBe(false);
    expect(hasOutgrown(0, 1)).toBe(true);
    expect(hasOutgrown(5, 5)).toBe(false);
  });
});
