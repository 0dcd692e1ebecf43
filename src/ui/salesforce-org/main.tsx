import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import '../hubspot-portal/style/tokens.css';
import '../hubspot-portal/style/page.css';
import '../hubspot-portal/style/board.css';
import '../hubspot-portal/style/deal.css';
import './style/org.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App path={window.location.pathname} />);
