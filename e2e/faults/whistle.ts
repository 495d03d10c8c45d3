/** For processes of an experiment: say that everything is loaded, wait for orders, and go when whoever started us is gone. */
export function onWhistle<Order>(obey: (order: Order) => unknown): void {
  if (!process.connected) process.exit();
  process.once('disconnect', () => process.exit());
  process.on('message', obey);
  process.send!('ready');
}

export function report(message: unknown): void {
  if (process.connected) process.send!(message);
}
