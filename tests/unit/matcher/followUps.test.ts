import { parseFollowUp } from '../../../src/matcher/followUps.js';

describe('parseFollowUp', () => {
  test.each([
    ['and my knee?', 'site', 'my knee'],
    ['and the other side?', 'site', 'the other side'],
    ['what about my back', 'site', 'my back'],
    ['what about stretching?', 'topic', 'stretching'],
    ['what about at night', 'topic', 'at night'],
    ['And massage?', 'topic', 'massage'],
    ['how long?', 'howLong', ''],
    ['how long does it take', 'howLong', ''],
    ['how often?', 'howOften', ''],
    ['why?', 'why', ''],
    ['but why', 'why', ''],
    ['how do I do that?', 'how', ''],
    ['ok, how do i use it', 'how', ''],
    ['when?', 'when', ''],
    ['where is it', 'where', ''],
    ['is that safe for me?', 'safe', 'for me'],
    ['can i do that at home', 'safe', 'at home'],
    ['is it normal?', 'normal', ''],
    ['does it help', 'helps', ''],
    ['tell me more', 'more', ''],
    ['what else?', 'more', ''],
  ])('reads "%s" as %s', (text, kind, rest) => {
    expect(parseFollowUp(text)).toEqual({ kind, rest });
  });

  test.each([
    'why does my hip hurt',
    'how long does recovery take',
    'what is the iliacus',
    'is it sciatica',
    'when can i drive',
    'can i do yoga',
    'how do i use the hip hook',
    'is it safe to climb stairs after a hip replacement',
    'is it normal for my knee to hurt after hip surgery',
    'what if my wound opens while I am far away from home',
    'thanks',
    '',
  ])('leaves the question "%s" to the matcher', (text) => {
    expect(parseFollowUp(text)).toBeUndefined();
  });
});
