import '../styles/index.css';
import { createRoot } from 'react-dom/client';
import { startTranslation } from '../texts/translate.ts';
import { Providers } from './providers.tsx';
import { AppRoutes } from './routes.tsx';

startTranslation();
const root = document.getElementById('app');
if (root)
  createRoot(root).render(
    <Providers>
      <AppRoutes />
    </Providers>,
  );
