using System.Management.Automation;

namespace NsmPS.Errors;

/// <summary>Turns failures into PowerShell's error records.</summary>
internal static class ErrorRecords
{
    private const string DetailHint = "What was seen last, in events and logs: $Error[0] | Get-NsmErrorHelp | Format-List";

    private static readonly HashSet<NsmError> s_ofCalls = [NsmErrors.OptionInvalid, NsmErrors.NamespaceInvalid, NsmErrors.TimeoutInvalid,
        NsmErrors.ReplicasInvalid, NsmErrors.AdapterAddressInvalid, NsmErrors.CertificateFileInvalid, NsmErrors.CatalogInvalid];

    /// <summary>A failure of the catalogue, with its id, category, target and remedy.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="cluster">The cluster it happened on, when the failure itself does not say.</param>
    public static ErrorRecord From(NsmException error, string? cluster = null)
    {
        var where = error.Cluster ?? cluster;
        return new ErrorRecord(error, error.Error.Id, Enum.Parse<ErrorCategory>(error.Error.Category.ToString()), error.Target ?? where)
        {
            ErrorDetails = new ErrorDetails(where is null ? error.Message : $"{where}: {error.Message}")
            { RecommendedAction = error.Detail.Length == 0 ? error.Remedy : $"{error.Remedy} {DetailHint}" },
        };
    }

    /// <summary>Whether a failure makes the whole call senseless: it is about what the call was given, or the module's files.</summary>
    public static bool IsOfCall(ErrorRecord failure) => failure.Exception is NsmException error && s_ofCalls.Contains(error.Error);

    /// <summary>An unexpected failure. The record keeps the exception, so that its stack can be reported.</summary>
    public static ErrorRecord Unexpected(Exception defect, string? cluster)
    {
        var message = $"{defect.GetType().Name}: {defect.Message}";
        return From(new NsmException(NsmErrors.InternalError, message, target: null, defect), cluster);
    }
}
