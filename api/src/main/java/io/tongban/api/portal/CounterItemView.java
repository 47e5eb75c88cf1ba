package io.tongban.api.portal;

import io.tongban.certificates.ServiceItems.Item;
import io.tongban.certificates.ServiceItems.Use;
import java.util.List;

/** A service item with the code holders scan, and what holders authorised. */
record CounterItemView(Item item, String link, QrCode qr, List<Use> uses) {}
