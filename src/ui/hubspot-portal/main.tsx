import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/page.css';
import './style/board.css';
import './style/deal.css';
import './style/card.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App path={window.location.pathname} />);
