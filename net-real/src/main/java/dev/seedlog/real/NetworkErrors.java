package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.NetworkException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** What an exception of the JDK says about a connection or an address. */
final class NetworkErrors {

    private NetworkErrors() {
    }

    /** Why a connection could not be opened. */
    static CloseReason ofConnect(Exception failure) {
        if (failure instanceof ConnectException) {
            return textOf(failure).contains("timed out") ? CloseReason.UNREACHABLE : CloseReason.REFUSED;
        }
        return textOf(failure).contains("reset") ? CloseReason.RESET : CloseReason.UNREACHABLE;
    }

    /** Why an open connection ended. */
    static CloseReason ofTransfer(IOException failure) {
        String text = textOf(failure);
        if (text.contains("timed out") || text.contains("unreachable")) {
            return CloseReason.UNREACHABLE;
        }
        return text.contains("Input/output error") ? CloseReason.DISK_ERROR : CloseReason.RESET;
    }

    /** Why an address cannot be listened at. */
    static NetworkException ofListen(HostPort at, Exception failure) {
        String reason = "";
        String text = textOf(failure);
        if (failure instanceof UnknownHostException) {
            reason = "the host name cannot be resolved";
        } else if (failure instanceof BindException && text.contains("in use")) {
            reason = "port in use";
        } else if (text.contains("Permission denied")) {
            reason = "this user may not take the port";
        } else if (text.contains("Cannot assign requested address")) {
            reason = "not an address of this machine";
        }
        String why = reason.isEmpty() ? text : reason + " (" + text + ")";
        return new NetworkException("cannot listen at " + at + ": " + why, failure);
    }

    private static String textOf(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
