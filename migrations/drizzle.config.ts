import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: '../bff/src/features/*/*.table.ts',
  out: './sql',
  casing: 'snake_case',
});
