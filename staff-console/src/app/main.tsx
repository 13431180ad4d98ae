import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/500.css';
import '@fontsource/be-vietnam-pro/600.css';
import '@tayninh/shared/look/tokens.css';
import '../look/console.css';
import { Providers } from './providers.tsx';
import { ConsoleRoutes } from './routes.tsx';
import { allowMarkupFreeText } from './trusted-text.ts';

allowMarkupFreeText();
const root = document.getElementById('app');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <ConsoleRoutes />
      </Providers>
    </StrictMode>,
  );
