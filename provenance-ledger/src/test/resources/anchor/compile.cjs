const fs = require('fs');
const path = require('path');
const solc = require(require.resolve('solc', { paths: [process.cwd()] }));
const input = {
  language: 'Solidity',
  sources: { 'TongbanAnchor.sol': { content: fs.readFileSync(process.argv[2], 'utf8') } },
  settings: {
    evmVersion: 'paris',
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { TongbanAnchor: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
if (output.errors) { console.error(JSON.stringify(output.errors)); process.exit(1); }
const contract = output.contracts['TongbanAnchor.sol'].TongbanAnchor;
fs.writeFileSync(path.join(process.argv[3], 'TongbanAnchor.bin'), contract.evm.bytecode.object + '\n');
fs.writeFileSync(path.join(process.argv[3], 'TongbanAnchor.runtime.bin'), contract.evm.deployedBytecode.object + '\n');
fs.writeFileSync(path.join(process.argv[3], 'TongbanAnchor.abi.json'), JSON.stringify(contract.abi, null, 2) + '\n');
