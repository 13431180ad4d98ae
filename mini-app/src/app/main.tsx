import '../styles/app.css';
import { createRoot } from 'react-dom/client';
import { restoreSettings } from '../features/settings/display-settings.ts';
import { App } from './app.tsx';

restoreSettings();
const root = document.getElementById('app');
if (root) createRoot(root).render(<App />);
