package sluice.video.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import sluice.core.source.CertificateFingerprint;
import sluice.core.util.MessageText;

/**
 * Says what is wrong with a server's certificate, what it is, and what to do.
 *
 * @param certificate the server's own
 * @param fingerprint of it
 * @param isSource whether it is a source's, which has settings that others don't have
 */
record CertificateWords(
    X509Certificate certificate, CertificateFingerprint fingerprint, boolean isSource) {
  private static final int MOST_NAMES = 5;
  private static final int LONGEST = 120;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  String unknownAuthority() {
    return (isSelfSigned()
            ? "its certificate is self-signed, and so by no authority that is known here"
            : "its certificate is signed by no authority that is known here (by "
                + cut(certificate.getIssuerX500Principal().getName())
                + ")")
        + "; it is for "
        + names()
        + pin("name its authority's file in " + (isSource ? "security.ca-file" : "ca-file"));
  }

  String otherName(String host) {
    return "its certificate is for "
        + names()
        + ", not for "
        + host
        + pin("use a name in the address that the certificate has");
  }

  String expired() {
    return "its certificate expired on "
        + day(certificate.getNotAfter())
        + pin("renew it, check the clock of this machine");
  }

  String notYetValid() {
    return "its certificate is not valid before "
        + day(certificate.getNotBefore())
        + pin("check the clocks of this machine and of the server");
  }

  String staleIssuer() {
    return "the certificate of an authority that signed its own is out of its dates (by "
        + cut(certificate.getIssuerX500Principal().getName())
        + ")"
        + pin("renew it, check the clock of this machine");
  }

  String unusable(CertificateException why) {
    Throwable last = why;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String said = last.getMessage();
    return "its certificate can't be used"
        + (said == null ? "" : " (" + cut(said) + ")")
        + pin("have another one made");
  }

  String notPinned(CertificateFingerprint pinned) {
    return "its certificate is not the pinned one: its SHA-256 fingerprint is "
        + fingerprint
        + ", pinned is "
        + pinned
        + "; if it was renewed, set tls-fingerprint to the new one, else somebody else answers";
  }

  private String pin(String advice) {
    if (!isSource) {
      return "; " + advice;
    }
    return "; "
        + advice
        + ", or pin it, if it is the right one, with tls-fingerprint = \""
        + fingerprint
        + "\" (its SHA-256); tls = insecure takes any";
  }

  private boolean isSelfSigned() {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  private String names() {
    List<String> found = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> each : names == null ? List.<List<?>>of() : names) {
        if (each.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
          found.add(cut(String.valueOf(each.get(1))));
        }
      }
    } catch (CertificateParsingException e) {
      found.clear(); // then its subject has to do
    }
    if (found.isEmpty()) {
      return cut(certificate.getSubjectX500Principal().getName());
    }
    String rest = found.size() > MOST_NAMES ? " and " + (found.size() - MOST_NAMES) + " more" : "";
    return String.join(", ", found.subList(0, Math.min(MOST_NAMES, found.size()))) + rest;
  }

  private static String day(Date date) {
    return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String cut(String text) {
    String line = MessageText.oneLine(text.substring(0, Math.min(text.length(), LONGEST)));
    return text.length() > LONGEST ? line + "…" : line;
  }
}
