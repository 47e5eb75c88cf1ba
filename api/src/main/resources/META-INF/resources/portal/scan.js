/* Reads QR codes with the camera, or certificates and pictures of QR codes from files, into a field and sends its form. */
(() => {
  'use strict';
  const every = 200;
  const mostBytes = 512 * 1024;
  const widest = 1600; // a certificate's code is dense, a photo of it is larger than need be

  function pixels(picture, width, height) {
    const canvas = document.createElement('canvas');
    const scale = Math.min(1, widest / Math.max(width, height, 1));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    if (!canvas.width || !canvas.height) return undefined;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const read = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(read.data, read.width, read.height)?.data || undefined;
  }

  /** By the browser where it can, by jsQR elsewhere. */
  async function reader() {
    if ('BarcodeDetector' in window) {
      const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
      if (formats.includes('qr_code')) {
        const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
        return async (video) => (await detector.detect(video))[0]?.rawValue;
      }
    }
    return async (video) => pixels(video, video.videoWidth, video.videoHeight);
  }

  const base64url = (bytes) => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };

  /** The text of a file: a QR code in a picture, a text as it is, bytes (an mdoc) as base64url. */
  async function content(file) {
    if (file.type.startsWith('image/')) {
      const picture = await createImageBitmap(file);
      return pixels(picture, picture.width, picture.height);
    }
    if (!file.size || file.size > mostBytes) return undefined;
    const bytes = new Uint8Array(await file.arrayBuffer());
    return bytes.every((byte) => byte < 0x7f && (byte > 0x1f || [9, 10, 13].includes(byte))) ? new TextDecoder().decode(bytes).trim() : base64url(bytes);
  }

  function scanner(place) {
    const button = place.querySelector('button');
    const video = place.querySelector('video');
    const said = place.querySelector('[role=status]');
    const file = place.querySelector('input[type=file]');
    const field = document.getElementById(place.dataset.camera);
    const needs = place.dataset.needs && document.getElementById(place.dataset.needs);
    let stream = null;
    let starting = false;

    function stop() {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
      video.hidden = true;
      button.textContent = place.dataset.start;
      said.textContent = '';
    }

    /** On to the verdict, or to what is still to be chosen. */
    function take(text) {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      if (needs && !needs.value) {
        said.textContent = place.dataset.readChoose;
        needs.focus();
        return;
      }
      said.textContent = place.dataset.read;
      field.form.requestSubmit();
    }

    async function start() {
      if (starting) return;
      starting = true;
      said.textContent = '';
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } } });
        video.srcObject = stream;
        video.hidden = false;
        button.textContent = place.dataset.stop;
        said.textContent = place.dataset.hold;
        await video.play();
      } catch (refused) {
        stop();
        said.textContent = ['NotAllowedError', 'SecurityError'].includes(refused.name) ? place.dataset.denied : place.dataset.none;
        return;
      } finally {
        starting = false;
      }
      const read = await reader();
      const look = async () => {
        if (!stream) return;
        const text = await read(video).catch(() => undefined);
        if (stream && text) {
          stop();
          take(text);
        } else {
          setTimeout(look, every);
        }
      };
      look();
    }

    file.addEventListener('change', async () => {
      if (!file.files.length) return;
      const text = await content(file.files[0]).catch(() => undefined);
      file.value = '';
      if (text) take(text);
      else said.textContent = place.dataset.fileFail;
    });
    if (navigator.mediaDevices?.getUserMedia) {
      button.hidden = false;
      button.addEventListener('click', () => (stream ? stop() : start()));
    }
    addEventListener('pagehide', stop);
    place.hidden = false;
  }

  document.querySelectorAll('[data-camera]').forEach(scanner);
})();
