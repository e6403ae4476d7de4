namespace NsmPS;

/// <summary>What kind of situation an error describes. The names are those of PowerShell's
/// ErrorCategory, so that scripts can filter on them.</summary>
public enum NsmErrorCategory
{
    /// <summary>A parameter breaks a rule.</summary>
    InvalidArgument,

    /// <summary>A file or manifest cannot be understood.</summary>
    InvalidData,

    /// <summary>The cluster's state does not allow the operation.</summary>
    InvalidOperation,

    /// <summary>The operation ended with a result that is not the promised one.</summary>
    InvalidResult,

    /// <summary>The API server cannot be reached.</summary>
    ConnectionError,

    /// <summary>The server refused the credentials.</summary>
    AuthenticationError,

    /// <summary>The user may not do this.</summary>
    PermissionDenied,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>Something of that name is there and belongs to somebody else.</summary>
    ResourceExists,

    /// <summary>Something is still in use or being removed.</summary>
    ResourceBusy,

    /// <summary>A deadline passed.</summary>
    OperationTimeout,

    /// <summary>The feature is not offered for this release.</summary>
    NotImplemented,

    /// <summary>A dependency is not installed.</summary>
    NotInstalled,

    /// <summary>The cluster is too small or a limit was reached.</summary>
    LimitsExceeded,

    /// <summary>Data breaks a security rule, for example a certificate that names another host.</summary>
    SecurityError,
}
