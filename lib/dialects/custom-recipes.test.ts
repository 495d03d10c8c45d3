/** The recipes of networks that we know, rebuilt as definitions of an operator, against the same vectors. */
import { expect, test } from 'vitest';
import {
  define,
  get,
  hash,
  hmac,
  parameter,
  SECRET,
  secret,
  sorted,
  value,
  values,
  verify,
} from '@/e2e/support/custom-dialects';
import { customConfirms } from './custom';
import type { PostbackRequest } from './dialect';

const ADGEM_3 =
  '{"request_id":"r-1","timestamp":1735829700,"data":{"player_id":"user-42","amount":150,"payout":1.5,"conversion_id":"c-1","conversion_type":"reward","goal_id":"g-1"}}';
const TRANS = '9f1c2d3e-0000-4000-8000-000000000001';
const AT_PUB = { url: 'https://pub.example.com/cb' };

type Vector = { signature: object; request: PostbackRequest; signed: string; key?: string; definition?: object };

const VECTORS: Record<string, Vector> = {
  'bitlabs (published)': {
    signature: hmac('sha1', [{ part: 'url' }], parameter('hash')),
    key: 'JLOIAUNMHFli7ZJOQVEzm98rzqnm9',
    request: get('uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500&hash=dbcd6bb8ca677344592842a52b4fca9bec36cd4b', {
      url: 'https://publisher.com/complete',
    }),
    signed: 'https://publisher.com/complete?uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500',
  },
  'ayet (published)': {
    signature: hmac('sha256', [sorted('form')], { in: 'header', name: 'x-ayetstudios-security-hash' }),
    key: '9f2228fea0d8e7ce10b2ac36053db14c',
    request: get(
      'user_id=testuser123456&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&payout=1.50&offer_name=TEST%20OFFER&click_id=1234abcd5678021&amount=0.10',
      {
        headers: { 'x-ayetstudios-security-hash': '62a32725866780ada1dec3d62232645f2801e05a91df7b0202e9b780f804f04b' },
      },
    ),
    signed:
      'amount=0.10&click_id=1234abcd5678021&offer_name=TEST+OFFER&payout=1.50&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&user_id=testuser123456',
  },
  'unityads (published)': {
    signature: hmac('md5', [sorted('plain', ',')], parameter('hmac')),
    key: 'xyzKEY',
    request: get('productid=1234&sid=1234567890&oid=0987654321&hmac=106ed4300f91145aff6378a355fced73'),
    signed: 'oid=0987654321,productid=1234,sid=1234567890',
  },
  ironsource: {
    signature: hash('md5', [...values('timestamp', 'eventId', 'applicationUserId', 'rewards'), secret], 'signature'),
    request: get(
      'applicationUserId=user-42&rewards=150&eventId=dae8e6cf42b1357f8652ad6ecb5b24f1&timestamp=202501021455&signature=08eb1441290ad907438777fb5297ce00',
    ),
    signed: '202501021455dae8e6cf42b1357f8652ad6ecb5b24f1user-42150[secret]',
  },
  tapjoy: {
    signature: hash('md5', [...values('id', 'snuid', 'currency'), secret], 'verifier', ':'),
    request: get('id=req-0001&snuid=user-42&currency=150&verifier=70a4fe920dff58214133eed6522d8d64'),
    signed: 'req-0001:user-42:150:[secret]',
  },
  fyber: {
    signature: hash('sha1', [secret, ...values('uid', 'amount', '_trans_id_', 'pub0', 'pub1')], 'sid'),
    request: get(
      `uid=user-42&amount=150&_trans_id_=${TRANS}&pub0=pubA&pub1=pubB&sid=b7a91818e87fb35229d5037d85040f5496a4fddd`,
    ),
    signed: `[secret]user-42150${TRANS}pubApubB`,
  },
  adjoe: {
    signature: hash(
      'sha1',
      [...values('trans_uuid', 'user_uuid', 'currency', 'coin_amount', 'device_id', 'sdk_app_id'), secret],
      'sid',
    ),
    request: get(
      'trans_uuid=tu-1&user_uuid=user-42&currency=Coins&coin_amount=150&device_id=dev-1&sdk_app_id=sdk-1&sid=46ebf29c13cc4aa6c7da5b3cd05ec51a1d947b13',
    ),
    signed: 'tu-1user-42Coins150dev-1sdk-1[secret]',
  },
  'adgem, version 2': {
    signature: hmac('sha256', [{ part: 'url' }], parameter('verifier')),
    request: get(
      'amount=150&player_id=user-42&transaction_id=tx-1&verifier=5130da0f6a3572ad0b61fb6d36140b080ccc813b735ac7b7393f9674ae6db8dc',
      AT_PUB,
    ),
    signed: 'https://pub.example.com/cb?amount=150&player_id=user-42&transaction_id=tx-1',
  },
  'adgem, version 3': {
    definition: { reads: 'json', fields: { clickId: 'data.player_id', transaction: 'data.conversion_id' } },
    signature: hmac('sha256', [{ part: 'body' }], { in: 'header', name: 'signature' }),
    request: get('', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        signature: 'fbebaf3283e5f96d086cdf8c2c3042c0b54597025b6346d5788318625e1d8891',
      },
      rawBody: Buffer.from(ADGEM_3),
    }),
    signed: ADGEM_3,
  },
  torox: {
    signature: hash('md5', [...values('oid', 'user_id'), secret], 'sig', '-'),
    request: get('oid=4711&user_id=user-42&sig=03bef49c05ba22107a6cf71ee0076732'),
    signed: '4711-user-42-[secret]',
  },
  cpx: {
    signature: hash('md5', [value('trans_id'), { part: 'text', text: '-' }, secret], 'secure_hash'),
    request: get('trans_id=trans-1&secure_hash=e008835491d6e7d69c0703bfaa555378'),
    signed: 'trans-1-[secret]',
  },
  lootably: {
    signature: hash('sha256', [...values('userID', 'ip', 'revenue', 'currencyReward'), secret], 'hash'),
    request: get(
      'userID=user-42&ip=192.0.2.1&revenue=0.5000&currencyReward=100.00&hash=6a61aed6c9e62e545d81c9c7cb83cc74591604d3def9f7d073bf3e2d49e8303b',
    ),
    signed: 'user-42192.0.2.10.5000100.00[secret]',
  },
  kiwiwall: {
    signature: hash('md5', [...values('sub_id', 'amount'), secret], 'signature', ':'),
    request: get('sub_id=user-42&amount=150&signature=54d0a1fb93df8cbaebe46b561f472c60'),
    signed: 'user-42:150:[secret]',
  },
  'wannads, as a form': {
    definition: { reads: 'form' },
    signature: hash('md5', [...values('subId', 'transId', 'reward'), secret], 'signature'),
    request: get('', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      rawBody: Buffer.from('subId=user-42&transId=tx-1&reward=150&signature=0f3049c502aa9985d3af98c4fd798b4b'),
    }),
    signed: 'user-42tx-1150[secret]',
  },
  superrewards: {
    signature: hash('md5', [...values('id', 'new', 'uid'), secret], 'sig', ':'),
    request: get('id=100&new=150&uid=user-42&sig=3c916de0d0211e6d665f4b5799e1b3e9'),
    signed: '100:150:user-42:[secret]',
  },
  theoremreach: {
    signature: hmac('sha1', [{ part: 'url' }], parameter('hash'), { encoding: 'base64url' }),
    request: get('user_id=user-42&reward=150&tx_id=tx-1&hash=CVB9D1pV-UtuDrpAh9fG2-qRZBE', AT_PUB),
    signed: 'https://pub.example.com/cb?user_id=user-42&reward=150&tx_id=tx-1',
  },
  pollfish: {
    signature: hmac('sha1', values('cpa', 'device_id', 'timestamp', 'tx_id'), parameter('signature'), {
      separator: ':',
      encoding: 'base64',
    }),
    request: get(
      'cpa=30&device_id=my-device-id&timestamp=1463152452308&tx_id=08f31d41d800cc7a0beb7eb4897639a8ba7fd7db&signature=w6pzVzYo%2BqZesAHsXaV%2F89ObKP8%3D',
    ),
    signed: '30:my-device-id:1463152452308:08f31d41d800cc7a0beb7eb4897639a8ba7fd7db',
  },
  adiscope: {
    signature: hmac('md5', values('userId', 'rewardUnit', 'rewardAmount', 'transactionId'), parameter('signature')),
    request: get(
      'userId=user-42&rewardUnit=gem&rewardAmount=150&transactionId=tx-1&signature=f6cf6f425a6fc1c9812f34dc898fa89c',
    ),
    signed: 'user-42gem150tx-1',
  },
  pubscale: {
    key: 'fa072672-d432-11c4-885a-EB1CdEc4Bb13',
    signature: hash('md5', [secret, ...values('user_id', 'value', 'token')], 'signature', '.'),
    request: get(
      'user_id=30356439-8d15-4f47-B133-010a37C19eBD&value=100&token=525a5B8e-512b-441A-a10B-72d218c370e5&signature=918809ac0e5fcc1960c8875d9e9c8e80',
    ),
    signed: '[secret].30356439-8d15-4f47-B133-010a37C19eBD.100.525a5B8e-512b-441A-a10B-72d218c370e5',
  },
  annecy: {
    signature: hmac('sha1', [sorted('form')], parameter('signature')),
    request: get(
      'user_id=user-42&credits=150&click_id=c-1&campaign_title=Spiel&signature=7c9a1cc9856dc3e3c77e9d3df2e6b131b86cb05a',
    ),
    signed: 'campaign_title=Spiel&click_id=c-1&credits=150&user_id=user-42',
  },
};

test.each(Object.entries(VECTORS))('the recipe of %s, as a definition', (_, vector) => {
  const fields = { clickId: 'click', transaction: 'tx' };
  const { signature, definition } = vector;
  const confirms = customConfirms(define({ reads: 'query', fields, ...definition, signature }));
  const key = vector.key ?? SECRET;
  expect(verify(confirms, vector.request, key)).toMatchObject({ verdict: 'valid', signed: vector.signed });
  expect(verify(confirms, vector.request, `${key}x`)).toMatchObject({ verdict: 'invalid' });
  expect(verify(confirms, vector.request, '')).toMatchObject({ refused: 'bad-signature' });
});
