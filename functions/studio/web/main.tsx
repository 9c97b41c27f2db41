import '@cloudscape-design/global-styles/index.css';
import './studio.css';
import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { applyLook } from './look.ts';
import { followLinks } from './router/place.ts';
import { takeFromAddress } from './session/bearer.ts';
import { SignedIn } from './session/signed-in.tsx';

// The site's policy allows no code made of text, which zod would try for speed.
z.config({ jitless: true });
takeFromAddress();
applyLook();
document.addEventListener('click', followLinks);
// A chunk that is gone: the site was built anew since this page was loaded.
addEventListener('vite:preloadError', () => location.reload());

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <I18nProvider locale="en" messages={[messages as unknown as I18nProviderProps.Messages]}>
      <SignedIn>
        <App />
      </SignedIn>
    </I18nProvider>
  </StrictMode>,
);
