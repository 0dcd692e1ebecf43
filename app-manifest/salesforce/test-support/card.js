const CARD = jest.requireActual('golden/card-view.json');

/** The answer that the card of every CRM must be able to show; the service's tests keep it true. */
const golden = (facts = {}) => ({ ...JSON.parse(JSON.stringify(CARD)), ...facts });

const notice = (facts = {}) => ({
  state: 'not_checked',
  title: 'Not checked yet',
  message: 'This deal is checked when its stage changes, or right now.',
  pending: false,
  ...facts,
});

module.exports = { golden, notice };
