package io.tongban.api.avatica;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tongban.api.problem.FailureTranslator;
import io.tongban.hub.Problem;
import java.io.IOException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/**
 * Avatica's handlers with errors of our own: theirs carry the server's stack traces. An error says
 * the problem's code, what happened and what to do, and never a value.
 */
final class Wire {
  static final int ERROR = 500;
  private static final Service.RpcMetadataResponse NO_METADATA =
      new Service.RpcMetadataResponse("tongban");
  private final Service service;
  private final FailureTranslator failures;

  Wire(Service service, FailureTranslator failures) {
    this.service = service;
    this.failures = failures;
  }

  HandlerResponse<byte[]> protobuf(byte[] request) {
    var translation = new StrictTranslation();
    var handler =
        new ProtobufHandler(service, translation, NoopMetricsSystem.getInstance()) {
          @Override
          public HandlerResponse<byte[]> convertToErrorResponse(Exception e) {
            return new HandlerResponse<>(protobufError(e), ERROR);
          }
        };
    handler.setRpcMetadata(NO_METADATA);
    return handler.apply(request);
  }

  HandlerResponse<String> json(String request) {
    var handler =
        new JsonHandler(service, NoopMetricsSystem.getInstance()) {
          @Override
          public HandlerResponse<String> convertToErrorResponse(Exception e) {
            return new HandlerResponse<>(jsonError(e), ERROR);
          }
        };
    handler.setRpcMetadata(NO_METADATA);
    return handler.apply(request);
  }

  /** A body that names no known request is malformed; Avatica takes it for a fault of its own. */
  private static final class StrictTranslation extends ProtobufTranslationImpl {
    @Override
    public Service.Request parseRequest(byte[] request) throws IOException {
      try {
        return super.parseRequest(request);
      } catch (RuntimeException unknown) {
        throw new IOException(unknown);
      }
    }
  }

  byte[] protobufError(Exception failure) {
    try {
      return new ProtobufTranslationImpl().serializeResponse(error(failure));
    } catch (IOException impossible) {
      throw new IllegalStateException("an error is written to memory", impossible);
    }
  }

  String jsonError(Exception failure) {
    try {
      return JsonService.MAPPER.writeValueAsString(error(failure));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an error is written to memory", impossible);
    }
  }

  private Service.ErrorResponse error(Exception failure) {
    if (failure instanceof MissingConnectionException) {
      return response(
          "connection-unknown: the connection is closed, has expired or never was. Connect again",
          Service.ErrorResponse.MISSING_CONNECTION_ERROR_CODE,
          "08003");
    }
    if (failure instanceof IOException) {
      return response(
          "request-malformed: the request is not of Avatica's protocol. Use its driver 1.28",
          Service.ErrorResponse.UNKNOWN_ERROR_CODE,
          "08P01");
    }
    Problem problem = failures.problem(failure, "POST " + JdbcResource.PATH);
    return response(
        problem.code() + ": " + problem.detail() + ". " + problem.remedy().en(),
        problem.status(),
        state(problem.status()));
  }

  /** SQLSTATE classes (ISO/IEC 9075-2, section 24.1). */
  private static String state(int status) {
    return switch (status) {
      case 400, 404, 422 -> "42000";
      case 401, 403 -> "28000";
      case 409, 429 -> "55000";
      case 504 -> "57014";
      default -> "58000";
    };
  }

  private static Service.ErrorResponse response(String message, int code, String state) {
    return new Service.ErrorResponse(
        List.of(), message, code, state, AvaticaSeverity.ERROR, NO_METADATA);
  }
}
