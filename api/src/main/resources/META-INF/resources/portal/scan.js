/* Scans QR codes with the camera into a field: by the browser where it can, by jsQR elsewhere. */
(() => {
  'use strict';
  const every = 200;

  async function reader() {
    if ('BarcodeDetector' in window) {
      const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
      if (formats.includes('qr_code')) {
        const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
        return async (video) => (await detector.detect(video))[0]?.rawValue;
      }
    }
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    return async (video) => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      if (!canvas.width) return undefined;
      context.drawImage(video, 0, 0);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      return window.jsQR(picture.data, picture.width, picture.height)?.data;
    };
  }

  function camera(place) {
    const button = place.querySelector('button');
    const video = place.querySelector('video');
    const said = place.querySelector('[role=status]');
    const field = document.getElementById(place.dataset.camera);
    let stream = null;

    function stop() {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      video.hidden = true;
      button.textContent = place.dataset.start;
    }

    async function start() {
      said.textContent = '';
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      } catch (refused) {
        said.textContent = place.dataset.fail;
        return;
      }
      video.srcObject = stream;
      video.hidden = false;
      button.textContent = place.dataset.stop;
      await video.play();
      const read = await reader();
      const look = async () => {
        if (!stream) return;
        const text = await read(video).catch(() => undefined);
        if (text) {
          stop();
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.focus();
          return;
        }
        setTimeout(look, every);
      };
      look();
    }

    button.addEventListener('click', () => (stream ? stop() : start()));
    place.hidden = false;
  }

  if (navigator.mediaDevices?.getUserMedia) document.querySelectorAll('[data-camera]').forEach(camera);
})();
