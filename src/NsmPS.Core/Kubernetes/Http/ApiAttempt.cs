namespace NsmPS.Kubernetes.Http;

/// <summary>How one attempt of a request ended: with an answer, whatever its status, or without.</summary>
internal readonly record struct ApiAttempt
{
    private ApiAttempt(ApiResponse? response, ApiFailure? failure)
    {
        Response = response;
        Failure = failure;
    }

    public ApiResponse? Response { get; }

    public ApiFailure? Failure { get; }

    /// <summary>True when the server may have carried the request out although its answer says or shows otherwise.</summary>
    public bool MayBeDone => Failure is { Kind: ApiFailureKind.Dropped or ApiFailureKind.TimedOut } || (int?)Response?.Code >= 500;

    public static ApiAttempt Answered(ApiResponse response) => new(response, null);

    public static ApiAttempt Failed(ApiFailure failure) => new(null, failure);
}
