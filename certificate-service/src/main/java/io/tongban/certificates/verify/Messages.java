package io.tongban.certificates.verify;

import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.hub.Label;

/** What a verdict means and what to do, for the person at the counter. */
public final class Messages {
  private Messages() {}

  /**
   * The message of a verdict.
   *
   * @param act the act that ended or suspended the certificate, or null
   */
  public static Label of(Verdict verdict, Act act) {
    return switch (verdict) {
      case VALID -> new Label("证照有效。", "The certificate is valid.");
      case REVOKED ->
          act == null
              ? ended("已被颁发机构终止", "The issuing authority has ended the certificate")
              : ended(act);
      case SUSPENDED ->
          new Label(
              "证照目前被颁发机构暂扣，恢复前不可使用。请持证人联系颁发机构。",
              "The issuing authority has suspended the certificate. It cannot be used until the"
                  + " suspension is lifted; the holder should ask the authority.");
      case EXPIRED ->
          new Label(
              "证照已过有效期。请持证人向颁发机构换领。",
              "The certificate has expired. The holder should have it renewed.");
      case NOT_YET_VALID ->
          new Label(
              "证照尚未生效。请在生效日之后再出示。",
              "The certificate does not hold yet. It can be shown once its term has begun.");
      case UNKNOWN_ISSUER ->
          new Label(
              "颁发者不在本枢纽信任的机构之列。请勿据此办理；如认为应予信任，请联系枢纽运营方。",
              "The issuer is not one this hub trusts for such certificates. Do not act on it; ask"
                  + " the hub's operator if it should be trusted.");
      case TAMPERED ->
          new Label(
              "内容与颁发机构的签名不符，可能被改动。请勿据此办理，并请持证人重新出示。",
              "The content does not match the issuing authority's signature; it may have been"
                  + " changed. Do not act on it, and ask the holder to present it again.");
      case MALFORMED ->
          new Label(
              "无法读取：这不是一份电子证照，或内容不完整。请重新扫描或重新粘贴。",
              "It cannot be read: this is no certificate, or a part is missing. Scan or"
                  + " paste it again.");
      case WRONG_HOLDER ->
          new Label(
              "出示者未能证明自己是持证人，或出示不是针对本次核验。请持证人在钱包中重新出示。",
              "The presenter did not prove to be the holder, or it was presented for another"
                  + " verification. Ask the holder to present it again from the wallet.");
      case STATUS_UNAVAILABLE ->
          new Label(
              "签名无误，但目前无法确认证照是否被吊销或暂扣。请稍后再核验。",
              "The signature holds, but whether the certificate was revoked or suspended cannot be"
                  + " told now. Verify it again later.");
      case NOT_RECOGNISED ->
          new Label(
              "证照出自可信的外地机构，但本地目前不认可该机构的这种证照。请勿据此办理，可请持证人出示其他证照。",
              "The certificate is of a trusted authority of another region, but certificates of"
                  + " that type and authority do not count here now. Do not act on it; the holder may"
                  + " show another.");
      case TRUST_UNAVAILABLE ->
          new Label(
              "目前无法向外地确认颁发机构的资格。请稍后再核验。",
              "Whether the authority of the other region may issue the certificate cannot be told"
                  + " now. Verify it again later.");
      case WRONG_USE ->
          new Label(
              "这是一份加注件，只供所注明的部门和事项在期限内使用，不得在此使用。请持证人出示证照本身。",
              "This is an annotated copy. It serves the department and the service item it names"
                  + " and may not be used here; ask the holder for the certificate itself.");
    };
  }

  /** The same of an annotated copy, whose own end may have come. */
  static Label ofCopy(Verdict verdict, Act act) {
    return verdict == Verdict.EXPIRED
        ? new Label(
            "加注件已过使用期限，不得再使用。需要时请持证人重新授权。",
            "The annotated copy has expired and may not be used any more. Where it is still"
                + " needed, ask the holder to authorise its use anew.")
        : of(verdict, act);
  }

  private static Label ended(Act act) {
    return switch (act) {
      case WITHDRAWN ->
          ended("已被颁发机构撤回，不再有效", "The issuing authority has withdrawn the certificate");
      case ANNULLED -> ended("已被颁发机构撤销，不再有效", "The issuing authority has annulled the certificate");
      case DEREGISTERED ->
          ended("已被颁发机构注销，不再有效", "The issuing authority has deregistered the certificate");
      case LAPSED -> ended("已失效", "The certificate has lapsed: what it rested on holds no more");
      case TRANSFERRED ->
          new Label(
              "证照已转出，由转入地机构另行颁发。请持证人出示转入地机构的证照。",
              "The certificate's file went to another authority. Ask the holder for that"
                  + " authority's certificate.");
      case REPLACED ->
          new Label(
              "证照已换发新证，本证不再有效。请持证人出示新证。",
              "A new certificate has replaced this one. Ask the holder for the new one.");
      default ->
          ended(
              "已被颁发机构吊销，不再有效",
              "The issuing authority has revoked the certificate for good, as a penalty");
    };
  }

  private static Label ended(String zh, String en) {
    return new Label(
        "证照" + zh + "。请勿据此办理；持证人可向颁发机构查询。",
        en + ". Do not act on it; the holder can ask the authority.");
  }
}
