// What the flow needs of Node-RED: the messages that were answered are kept on
// disk, those in hand only in memory.
module.exports = {
  uiHost: '127.0.0.1',
  contextStorage: {
    default: { module: 'localfilesystem' },
    memory: { module: 'memory' },
  },
};
