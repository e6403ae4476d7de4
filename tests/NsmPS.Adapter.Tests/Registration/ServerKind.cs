namespace NsmPS.Adapter.Tests.Registration;

/// <summary>How a server takes what adapters register.</summary>
internal enum ServerKind
{
    /// <summary>As of 2023: kind and schema at the top of the document, rows by their id, a model is shown once it has a
    /// component.</summary>
    Old,

    /// <summary>Of today: kind and schema in <c>component</c>; without them nothing is stored and the answer is 200 anyway. A
    /// model is shown only after an import, and each registration is one row more.</summary>
    Current,

    /// <summary>As today's would be if it showed what it stores.</summary>
    Showing,
}
