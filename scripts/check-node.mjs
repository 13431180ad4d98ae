// Plain old JavaScript on purpose: it has to run on the very Node it refuses.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This project needs Node 22.18 or newer; this is v${process.versions.node} on ${process.platform}-${process.arch}, ` +
      'and no packaged Node exists for it. Install Node 24 LTS.',
  );
  process.exit(1);
}
