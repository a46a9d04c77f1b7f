import { describe, expect, it } from 'vitest';
import { openMainlandConverter, openTaiwanConverter } from '../../src/text/display-script.js';

describe('Chinese for display', () => {
  it('gets the words of Taiwan, not only its characters', async () => {
    const convert = await openTaiwanConverter();
    expect(convert('软件、数据库和鼠标')).toBe('軟體、資料庫和滑鼠');
  });

  it('leaves Latin letters, numbers and Traditional text alone', async () => {
    const convert = await openTaiwanConverter();
    expect(convert('微軟凍結了 3.5 GW')).toBe('微軟凍結了 3.5 GW');
  });

  it('goes the other way, too', async () => {
    const convert = await openMainlandConverter();
    expect(convert('微軟暫停了擴建')).toBe('微软暂停了扩建');
  });
});
