package sluice.stage.sink.mqtt;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/** A judge of certificates as the client of MQTT wants it: out of a factory. */
final class JudgeFactory extends TrustManagerFactory {

  JudgeFactory(TrustManager judge) {
    super(new Spi(judge), new Source(), "judge");
  }

  /** Where it comes from, which factories have to say. */
  private static final class Source extends Provider {
    private static final long serialVersionUID = 1L;

    Source() {
      super("Sluice", "1", "judges certificates of brokers");
    }
  }

  /** Gives the judge. */
  private static final class Spi extends TrustManagerFactorySpi {
    private final TrustManager judge;

    Spi(TrustManager judge) {
      this.judge = judge;
    }

    @Override
    protected void engineInit(@Nullable KeyStore keys) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {judge};
    }
  }
}
