import { TabBar } from '../components/tab-bar.tsx';
import { useUnread } from '../features/notifications/use-inbox.ts';

export const Tabs = () => <TabBar unread={useUnread()} />;
