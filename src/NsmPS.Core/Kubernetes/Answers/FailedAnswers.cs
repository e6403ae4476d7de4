namespace NsmPS.Kubernetes.Answers;

/// <summary>Goes on with something else where a question to the cluster fails in a way that was to be expected.</summary>
internal static class FailedAnswers
{
    /// <summary>What was asked for, or something else where the user may not ask.</summary>
    public static Task<T> OrIfDeniedAsync<T>(this Task<T> asked, T instead) => asked.OrIfDeniedAsync(_ => instead);

    /// <summary>The same, made of the refusal's text.</summary>
    public static Task<T> OrIfDeniedAsync<T>(this Task<T> asked, Func<string, T> instead) =>
        asked.OrIfAsync(failure => failure.Error == NsmErrors.AccessDenied, instead);

    /// <summary>What was asked for, or something made of the message of a failure that was to be expected.</summary>
    public static async Task<T> OrIfAsync<T>(this Task<T> asked, Func<NsmException, bool> expected, Func<string, T> instead)
    {
        try
        {
            return await asked;
        }
        catch (NsmException exception) when (expected(exception))
        {
            return instead(exception.Message);
        }
    }
}
