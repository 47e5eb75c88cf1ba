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

  static native TemplateInstance ledger(Frame frame, LedgerView view);

  static native TemplateInstance signIn(Frame frame, SignInView view);

  static native TemplateInstance authorisations(Frame frame, AuthorisationsView view);

  static native TemplateInstance authorisation(Frame frame, AuthorisationView view);

  static native TemplateInstance walletRequest(Frame frame, WalletRequestView view);

  static native TemplateInstance problem(Frame frame, Problem problem);
}
