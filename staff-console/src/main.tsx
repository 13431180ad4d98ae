import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@tayninh/shared/look/tokens.css';
import './console.css';
import { ComingPage } from './coming-page.tsx';

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.setAttribute('data-theme', dark.matches ? 'dark' : 'light');
dark.addEventListener('change', follow);
follow();

const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ComingPage />
    </StrictMode>,
  );
}
