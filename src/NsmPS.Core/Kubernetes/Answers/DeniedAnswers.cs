namespace NsmPS.Kubernetes.Answers;

/// <summary>Goes on where the user lacks a right.</summary>
internal static class DeniedAnswers
{
    /// <summary>What was asked for, or something else where the user may not ask.</summary>
    public static Task<T> OrIfDeniedAsync<T>(this Task<T> asked, T instead) => asked.OrIfDeniedAsync(_ => instead);

    /// <summary>The same, made of the refusal's text.</summary>
    public static async Task<T> OrIfDeniedAsync<T>(this Task<T> asked, Func<string, T> instead)
    {
        try
        {
            return await asked;
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied)
        {
            return instead(exception.Message);
        }
    }
}
