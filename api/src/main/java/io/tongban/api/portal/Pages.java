package io.tongban.api.portal;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.tongban.hub.Problem;

/** The portal's templates. */
@CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Pages {
  private Pages() {}

  static native TemplateInstance overview(Frame frame, OverviewView view);

  static native TemplateInstance directory(Frame frame, DirectoryView view);

  static native TemplateInstance resource(Frame frame, ResourceView view);

  static native TemplateInstance runs(Frame frame, RunsView view);

  static native TemplateInstance run(Frame frame, RunView view);

  static native TemplateInstance runProgress(Frame frame, RunView view);

  static native TemplateInstance quarantine(Frame frame, QuarantineView view);

  static native TemplateInstance verify(Frame frame, VerifyView view);

  static native TemplateInstance trace(Frame frame, TraceView view);

  static native TemplateInstance lineage(Frame frame, LineageView view);

  static native TemplateInstance ledger(Frame frame, LedgerView view);

  static native TemplateInstance signIn(Frame frame, SignInView view);

  static native TemplateInstance authorisations(Frame frame, AuthorisationsView view);

  static native TemplateInstance authorisation(Frame frame, AuthorisationView view);

  static native TemplateInstance walletRequest(Frame frame, WalletRequestView view);

  static native TemplateInstance myCertificates(Frame frame, MyCertificatesView view);

  static native TemplateInstance certificate(Frame frame, CertificateView view);

  static native TemplateInstance showing(Frame frame, ShowingView view);

  static native TemplateInstance showCode(Frame frame, ShowingView view);

  static native TemplateInstance print(Frame frame, PrintView view);

  static native TemplateInstance printed(Frame frame, PrintedView view);

  static native TemplateInstance use(Frame frame, UseView view);

  static native TemplateInstance counter(Frame frame, CounterView view);

  static native TemplateInstance counterRequest(Frame frame, CounterRequestView view);

  static native TemplateInstance counterState(Frame frame, CounterRequestView view);

  static native TemplateInstance counterItem(Frame frame, CounterItemView view);

  static native TemplateInstance copies(Frame frame, CopiesView view);

  static native TemplateInstance offline(Frame frame, OfflineView view);

  static native TemplateInstance problem(Frame frame, Problem problem);
}
