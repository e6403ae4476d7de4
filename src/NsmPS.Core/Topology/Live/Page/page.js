'use strict';

// How much is put on the page at once; the filter finds the rest.
const mostRows = 500;
const mostChanges = 300;
const mostLines = 400;

// With more lines than this only the wrong ones and those of a chosen node can be told apart.
const clearLines = 60;
const order = ['Dead', 'Down', 'Unknown', 'Up'];
const meaning = { Up: 'up', Down: 'down', Dead: 'dead', Unknown: 'unknown' };
const byId = id => document.getElementById(id);

let moment = null;
let chosen = null;

// Everything from the cluster is set as text, so no name can be more than a name.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
const isWrong = wire => wire.state === 'Down' || wire.state === 'Dead';
const worst = wires => order.find(state => wires.some(wire => wire.state === state)) ?? 'Up';

function group(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

function matches(wire) {
  if (byId('bad').checked && !isWrong(wire)) return false;
  if (chosen && wire.clientNode !== chosen && wire.endpointNode !== chosen) return false;
  const text = byId('find').value.trim().toLowerCase();
  return !text || [wire.client, wire.clientNamespace, wire.clientNode, wire.clientAddress, wire.endpoint, wire.endpointName,
    wire.endpointNode, wire.endpointAddress, wire.networkService, wire.detail].some(value => value.toLowerCase().includes(text));
}

function describeNodes(wires) {
  const known = new Map(moment.nodes.map(name => [name, { name, clients: 0, endpoints: 0, wires: [] }]));
  const of = name => {
    if (!known.has(name)) known.set(name, { name, clients: 0, endpoints: 0, wires: [], gone: true });
    return known.get(name);
  };
  for (const client of moment.clients) if (client.node) of(client.node).clients++;
  for (const endpoint of moment.endpoints) if (endpoint.node) of(endpoint.node).endpoints++;
  for (const wire of wires) for (const name of new Set([wire.clientNode, wire.endpointNode])) if (name) of(name).wires.push(wire);
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

function nodeCard(node) {
  const card = element('button', undefined, node.wires.some(isWrong) ? 'node wrong' : 'node');
  card.type = 'button';
  card.dataset.node = node.name;
  card.setAttribute('aria-pressed', String(node.name === chosen));
  const title = element('b', node.name);
  title.title = node.name;
  const parts = [count(node.clients, 'client'), count(node.endpoints, 'endpoint'), count(node.wires.length, 'wire')];
  if (node.gone) parts.unshift('gone');
  const bar = element('span', undefined, 'bar');
  for (const [state, wires] of group(node.wires, wire => wire.state)) {
    const part = element('i', undefined, state);
    part.style.flex = String(wires.length);
    part.title = `${wires.length} ${meaning[state]}`;
    bar.append(part);
  }
  card.append(title, element('small', parts.join(', ')), bar);
  card.addEventListener('click', () => { chosen = chosen === node.name ? null : node.name; draw(); });
  return card;
}

// One line for all wires between two nodes, in the colour of the worst of them.
function drawLines(wires) {
  const lines = byId('lines');
  lines.replaceChildren();
  const box = byId('map').getBoundingClientRect();
  const places = new Map();
  for (const card of byId('nodes').children) {
    const at = card.getBoundingClientRect();
    places.set(card.dataset.node, { x: at.left - box.left + at.width / 2, y: at.top - box.top + at.height / 2 });
  }
  const between = wires.filter(wire => wire.clientNode && wire.endpointNode && wire.clientNode !== wire.endpointNode);
  const pairs = [...group(between, wire => JSON.stringify([wire.clientNode, wire.endpointNode].sort()))];
  pairs.sort((a, b) => order.indexOf(worst(a[1])) - order.indexOf(worst(b[1])));
  const shown = pairs.length <= clearLines || chosen ? pairs : pairs.filter(([, members]) => members.some(isWrong));
  for (const [pair, members] of shown.slice(0, mostLines)) {
    const [from, to] = JSON.parse(pair).map(name => places.get(name));
    if (!from || !to) continue;
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const bend = (to.x - from.x) / 2;
    path.setAttribute('d', `M${from.x} ${from.y} C${from.x + bend} ${from.y + 30} ${to.x - bend} ${to.y + 30} ${to.x} ${to.y}`);
    path.setAttribute('stroke-width', String(Math.min(6, 1 + Math.log2(members.length + 1))));
    path.setAttribute('class', worst(members));
    lines.append(path);
  }
}

function wireRow(wire) {
  const row = element('tr');
  const client = `${wire.clientNamespace ? wire.clientNamespace + '/' : ''}${wire.client} ${wire.clientInterface}`.trim();
  for (const cell of [client, wire.clientNode, wire.clientAddress, wire.endpoint || wire.endpointName, wire.endpointNode,
    wire.networkService]) row.append(element('td', cell));
  row.append(element('td', meaning[wire.state], `state ${wire.state}`), element('td', wire.detail));
  return row;
}

function drawChanges() {
  const list = byId('changes');
  list.replaceChildren();
  for (const change of moment.changes.slice(-mostChanges).reverse()) {
    const item = element('li', undefined, change.isBad ? 'wrong' : '');
    const time = element('time', new Date(change.at).toLocaleTimeString());
    time.dateTime = change.at;
    item.append(time, `${change.kind} ${change.subject}: ${change.text} `, element('small', change.detail));
    list.append(item);
  }
  if (!list.children.length) list.append(element('li', 'Nothing has changed since the page was started.'));
}

function draw() {
  if (!moment) return;
  const wires = moment.wires.filter(matches);
  const wrong = moment.wires.filter(isWrong).length;
  document.title = `${wrong ? `(${wrong}) ` : ''}NSM on ${moment.cluster}`;
  byId('cluster').textContent = moment.cluster;
  byId('counts').textContent = `${count(moment.nodes.length, 'node')}, ${count(moment.clients.length, 'client')}, `
    + `${count(moment.endpoints.length, 'endpoint')}, ${count(moment.wires.length, 'wire')}, ${wrong} of them wrong. `
    + `Last change seen at ${new Date(moment.observedAt).toLocaleTimeString()}.`;
  byId('problem').hidden = !moment.problem;
  byId('problem').textContent = moment.problem;
  byId('all').hidden = !chosen;

  const nodes = describeNodes(moment.wires);
  const busy = nodes.filter(node => node.clients || node.endpoints || node.wires.length);
  byId('nodes').replaceChildren(...busy.map(nodeCard));
  byId('hint').hidden = busy.length <= clearLines || Boolean(chosen);
  byId('idle').textContent = busy.length < nodes.length ? `${nodes.length - busy.length} more nodes have no client and no endpoint.` : '';
  drawLines(wires);

  const sorted = wires.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  byId('wires').replaceChildren(...sorted.slice(0, mostRows).map(wireRow));
  byId('more').textContent = sorted.length > mostRows ? `${sorted.length - mostRows} more wires: use the filter.` : '';
  drawChanges();
}

for (const state of Object.keys(meaning)) {
  const entry = element('span', undefined, state);
  entry.append(element('i', undefined, state), meaning[state]);
  byId('key').append(entry);
}
byId('find').value = decodeURIComponent(location.hash.slice(1));
byId('find').addEventListener('input', draw);
byId('bad').addEventListener('change', draw);
byId('all').addEventListener('click', () => { chosen = null; draw(); });
window.addEventListener('resize', () => moment && drawLines(moment.wires.filter(matches)));

const events = new EventSource('events');
events.onmessage = message => { moment = JSON.parse(message.data); draw(); };
events.onerror = () => {
  byId('problem').hidden = false;
  byId('problem').textContent = 'The command that shows this page has ended, or cannot be reached.';
};
