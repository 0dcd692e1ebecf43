/** What a column of a planner's table can say. Names of the format where it has one, plain words where it has none. */
export type Field =
  | 'product_code'
  | 'name'
  | 'resource'
  | 'capacity'
  | 'free_capacity'
  | 'load_hours'
  | 'utilisation'
  | 'quantity'
  | 'unit'
  | 'week'
  | 'date'
  | 'due_date'
  | 'start'
  | 'end'
  | 'customer'
  | 'order'
  | 'supplier'
  | 'site'
  | 'destination'
  | 'lead_time'
  | 'setup_time'
  | 'run_time'
  | 'units_per_hour'
  | 'step'
  | 'operation'
  | 'lot'
  | 'min_qty'
  | 'max_qty'
  | 'on_hand'
  | 'headcount'
  | 'efficiency'
  | 'shifts'
  | 'hours_per_day'
  | 'days_per_week'
  | 'absence'
  | 'component'
  | 'status'
  | 'priority'
  | 'calendar'
  | 'holiday'
  | 'cost'
  | 'money'
  | 'contact'
  | 'kind'
  | 'note'
  | 'metric'
  | 'scenario'
  | 'key'
  | 'value';

/**
 * Words that planners use, in English, German, French, Spanish, Italian, Dutch and Portuguese. Written without accents.
 * A word may stand in two fields: then the values of the column say which is meant (headcount is a number, a person a name).
 */
export const FIELD_WORDS: Record<Field, string> = {
  product_code:
    'product;product code;product id;item;item code;item id;item no;item number;part;part number;part no;sku;material;material number;article;finished good;model;artikel;artikelnummer;artikel nr;materialnummer;materialnr;produkt;produktnummer;erzeugnis;teil;teilenummer;teile nr;sachnummer;modell;produit;reference;article code;code article;code produit;ref;piece ref;modele;producto;codigo;referencia;codigo producto;codigo articulo;articulo;modelo;prodotto;codice;codice articolo;codice prodotto;articolo;modello;productcode;artikelcode;artikelnr;produto;codigo do produto;cod produto;codigo item;peca;parent item',
  name: 'name;description;product name;item name;item description;part name;title;bezeichnung;beschreibung;benennung;artikelbezeichnung;designation;libelle;intitule;descripcion;nombre;denominacion;descrizione;denominazione;nome;omschrijving;naam;descricao;nome do produto',
  resource:
    'resource;resource name;machine;machine name;machine id;work center;work centre;workcenter;workcentre;workstation;line;production line;assembly line;cell;station;asset;equipment;department;team;crew;role;skill;employee;employee name;team member;worker;operator;engineer;person;member;staff member;name of resource;ressource;ressourcen;maschine;maschinen;maschinennr;anlage;arbeitsplatz;arbeitssystem;linie;fertigungslinie;abteilung;bereich;gruppe;kapazitatsgruppe;kostenstelle;rolle;mitarbeiter;mitarbeiterin;mitarbeiter name;person name;ressource humaine;ressources;poste;poste de charge;poste de travail;centre de charge;ligne;ligne de production;atelier;machines;equipe;service;collaborateur;salarie;intervenant;operateur;profil;recurso;recursos;maquina;maquinas;linea;linea de produccion;centro de trabajo;puesto;puesto de trabajo;seccion;area;equipo;empleado;trabajador;operario;colaborador;estacion;risorsa;risorse;macchina;macchinario;centro di lavoro;reparto;squadra;dipendente;addetto;operatore;postazione;bron;lijn;productielijn;afdeling;werkplek;medewerker;werknemer;linha;linha de producao;centro de trabalho;posto de trabalho;setor;funcionario;operador;recursos humanos;press;presse;oven;tool;werkzeug;werkstatt;bottleneck',
  capacity:
    'capacity;avail cap;avail capacity;available capacity;capacity per week;weekly capacity;daily capacity;monthly capacity;available hours;hours available;available time;available minutes;capacity hours;gross capacity;net capacity;total capacity;max capacity;maximum capacity;maximum;rated capacity;planned capacity;capacity available;production capacity;working hours;regular time;regular time capacity;weekly hours;hours per week;hours week;availability;available;kapazitat;kapa;verfugbare stunden;wochenkapazitat;tageskapazitat;monatskapazitat;verfugbare kapazitat;kapazitatsangebot;nettokapazitat;bruttokapazitat;netto kapazitat;brutto kapazitat;maximale kapazitat;verfugbarkeit;verfugbar;sollstunden;arbeitszeit;wochenstunden;angebot;capacite;heures disponibles;heures dispo;temps disponible;capacite hebdo;capacite hebdomadaire;capacite disponible;capacite nette;capacite theorique;temps d ouverture;disponibilite;disponible;dispo;h dispo;jours disponibles;capacidad;horas disponibles;capacidad semanal;capacidad disponible;capacidad diaria;capacidad instalada;tiempo disponible;horas semanales;disponibilidad;capacita;capacita disponibile;capacita produttiva;ore disponibili;capacita settimanale;tempo disponibile;disponibilita;ore settimanali;capaciteit;beschikbare uren;weekcapaciteit;beschikbare capaciteit;beschikbaarheid;beschikbaar;capacidade;capacidade disponivel;horas disponiveis;capacidade semanal;capacidade produtiva;tempo disponivel;disponibilidade;max hours;time available',
  free_capacity:
    'free capacity;rem avail cap;rem avail capacity;remaining capacity;free hours;remaining;remaining hours;open capacity;spare capacity;slack;balance;surplus;gap;difference;variance;over under;freie kapazitat;restkapazitat;frei;freie stunden;differenz;saldo;uberdeckung;unterdeckung;abweichung;reserve;capacite restante;reste;ecart;solde;marge;capacidad libre;capacidad restante;diferencia;holgura;capacita residua;residuo;scostamento;differenza;vrije capaciteit;resterend;verschil;capacidade livre;capacidade restante;diferenca;saldo livre',
  load_hours:
    'load;load hours;capacity requirements;cap reqmts;requirements h;booked;booked hours;required;required hours;hours required;required capacity;capacity required;planned hours;scheduled hours;assigned hours;allocated hours;hours;man hours;machine hours;labor hours;labour hours;committed;committed hours;allocated;allocation;assigned;workload;demand hours;reserved;estimated hours;effort;total hours;total load;planned load;belastung;last;auslastung stunden;auslastung h;geplante stunden;planstunden;belegt;belegung;belegte stunden;stunden;bedarf;kapazitatsbedarf;gebucht;gebuchte stunden;verplant;eingeplant;std;auftragszeit;aufwand;charge;charges;charge totale;charge prevue;charge planifiee;heures;nb heures;heures prevues;heures planifiees;heures requises;besoin;besoins;besoin capacite;temps requis;temps prevu;affectation;carga;carga de trabajo;carga total;horas;horas planificadas;horas requeridas;horas asignadas;horas necesarias;tiempo requerido;necesidad;ocupado;carico;carico di lavoro;carichi;ore;ore pianificate;ore richieste;ore impegnate;ore assegnate;fabbisogno;fabbisogno ore;impegno;bezetting;belasting;uren;geplande uren;benodigde uren;ingepland;carga planejada;carga de trabalho;horas necessarias;horas planejadas;necessidade;demanda horas',
  utilisation:
    'utilisation;utilization;cap load;capacity load;utilisation rate;utilization rate;capacity utilization;load percent;load %;% load;occupancy;auslastung;auslastungsgrad;kapazitatsauslastung;taux de charge;taux d occupation;taux d utilisation;taux;utilizacion;ocupacion;porcentaje de ocupacion;tasa de utilizacion;utilizzo;saturazione;tasso di utilizzo;bezettingsgraad;benutting;utilizacao;ocupacao;taxa de ocupacao;taxa de utilizacao',
  quantity:
    'quantity;qty;units;pieces;pcs;order qty;order quantity;demand;forecast;production;production plan;output;volume;demand forecast;sales forecast;menge;stuck;stuckzahl;stk;anzahl;bestellmenge;auftragsmenge;sollmenge;bedarfsmenge;absatz;quantite;qte;nb pieces;nombre;demande;previsions;prevision;production prevue;cantidad;cant;unidades;demanda;pronostico;produccion;piezas;quantita;qta;pezzi;domanda;previsione;produzione;aantal;hoeveelheid;stuks;vraag;productie;quantidade;qtd;qtde;previsao;producao;pecas',
  unit: 'unit;uom;unit of measure;measure unit;einheit;me;mengeneinheit;unite;unite de mesure;unidad;unidad de medida;um;unita;unita di misura;eenheid;unidade;unidade de medida',
  week: 'week;calendar week;week number;week no;week nr;iso week;weekno;kw;kalenderwoche;woche;semaine;sem;num semaine;semana;settimana;sett;weeknummer;week start;week starting;week commencing;week beginning;wk;w c;period;periode;periodo;month;monat;mois;mes;mese;maand;bucket;time bucket;zeitraum;quarter;quartal;trimestre',
  date: 'date;day;datum;tag;jour;fecha;dia;data;giorno;dag',
  due_date:
    'due;due date;delivery date;delivery;promised date;promise date;ship date;shipping date;required date;need date;need by;deadline;completion date;liefertermin;lieferdatum;termin;falligkeit;fallig;fallig am;wunschtermin;endtermin;bedarfstermin;auslieferung;date de livraison;echeance;livraison;date limite;date besoin;delai client;fecha de entrega;fecha entrega;entrega;vencimiento;fecha limite;fecha requerida;data di consegna;data consegna;consegna;scadenza;leverdatum;levering;gewenste datum;data de entrega;data entrega;prazo;vencimento',
  start:
    'start;start date;begin;begin date;from;from date;valid from;starting;planned start;release date;beginn;anfang;startdatum;starttermin;von;ab;gultig ab;debut;date debut;date de debut;du;inicio;desde;fecha inicio;fecha de inicio;inizio;dal;data inizio;begindatum;van;de;data inicio;data de inicio',
  end: 'end;end date;to;to date;until;finish;finish date;valid to;planned end;ende;enddatum;endtermin;bis;gultig bis;fin;date fin;date de fin;au;hasta;fecha fin;fecha de fin;fine;al;data fine;einddatum;tot;ate;fim;data fim;termino',
  customer:
    'customer;customer name;client;client name;account;buyer;kunde;kundenname;kundennr;auftraggeber;besteller;cliente;nome cliente;nombre cliente;klant;klantnaam;clients;sold to;opdrachtgever',
  order:
    'order;order number;order no;order id;sales order;so;job;job number;job no;work order;project;project name;task;activity;wo;mo;manufacturing order;production order;auftrag;auftragsnummer;auftrag nr;auftragsnr;fertigungsauftrag;fa nr;bestellung;bestellnummer;projekt;projektname;vorhaben;aufgabe;commande;n commande;numero commande;ordre de fabrication;projet;of;affaire;tache;pedido;orden;orden de trabajo;orden de produccion;ot;proyecto;obra;tarea;ordine;commessa;ordine di produzione;progetto;attivita;opdracht;ordernummer;werkorder;taak;id;ordem;ordem de producao;op;projeto;tarefa',
  supplier:
    'supplier;supplier name;vendor;lieferant;kreditor;fournisseur;proveedor;fornitore;leverancier;fornecedor;origin',
  site: 'site;plant;factory;location;warehouse;werk;standort;lager;lagerort;fabrik;usine;entrepot;lieu;planta;fabrica;almacen;ubicacion;stabilimento;magazzino;sede;fabriek;locatie;magazijn;armazem;unidade fabril',
  destination: 'destination;ship to;ziel;zielort;destino;destinazione;bestemming',
  lead_time:
    'lead time;leadtime;lt;base lead time;standard lead time;lead time days;delivery time;throughput time;replenishment time;procurement time;manufacturing lead time;lieferzeit;durchlaufzeit;dlz;wiederbeschaffungszeit;wbz;vorlaufzeit;planlieferzeit;beschaffungszeit;delai;delai de livraison;delai d approvisionnement;delai de fabrication;delai appro;delai jours;plazo;plazo de entrega;tiempo de entrega;tiempo de suministro;tiempo de reposicion;codigo plazo dias;tempo di consegna;tempo di approvvigionamento;lead time fornitore;tempo di attraversamento;levertijd;doorlooptijd;bestelduur;prazo de entrega;tempo de entrega;tempo de ressuprimento;duration;dauer;duree;transit time;transitzeit',
  setup_time:
    'setup;set up;setup time;set up time;setup hours;setup min;changeover;changeover time;tr;rustzeit;rusten;ruestzeit;ruesten;umrustzeit;temps de reglage;reglage;temps de preparation;preparation;changement de serie;tiempo de preparacion;tiempo de alistamiento;tiempo de cambio;tiempo setup;preparacion;alistamiento;attrezzaggio;tempo di setup;tempo setup;tempo attrezzaggio;tempo di attrezzaggio;insteltijd;omsteltijd;preparacao;tempo de preparacao;tempo de setup',
  run_time:
    'run time;run hours;run hours per unit;run time per unit;cycle time;cycletime;ct;time per unit;hours per unit;minutes per unit;unit time;standard time;processing time;process time;duration per unit;operation time;machine time;labor time;te;stuckzeit;zeit je einheit;bearbeitungszeit;zykluszeit;taktzeit;zeit pro stuck;vorgabezeit;einzelzeit;fertigungszeit;maschinenzeit;temps unitaire;temps de cycle;temps gamme;temps operatoire;temps par piece;temps d usinage;tiempo unitario;tiempo de ciclo;tiempo por unidad;tiempo estandar;tiempo de proceso;tiempo de operacion;tiempo operacion;tempo ciclo;tempo unitario;tempo di ciclo;tempo di lavorazione;tempo lavorazione;tempo standard;cyclustijd;stuktijd;bewerkingstijd;tempo de ciclo;tempo de processo;tempo padrao;tempo de operacao;min pcs',
  units_per_hour:
    'units per hour;pieces per hour;rate;run rate;production rate;hourly rate output;throughput;output per hour;parts per hour;stuck pro stunde;stuck je stunde;leistung;stk h;pieces heure;pieces par heure;cadence;unidades por hora;piezas por hora;tasa de produccion;cadencia;ritmo;pezzi ora;pezzi all ora;cadenza;produttivita oraria;stuks per uur;pecas por hora;taxa de producao;uph;pph',
  step: 'step;step no;sequence;seq;op no;operation number;operation no;op nr;schritt;arbeitsgang nr;agnr;ag nr;vorgang;vorgangsnr;folge;etape;n operation;num operation;paso;secuencia;fase;stap;volgorde;passo;sequencia;ag;avo',
  operation:
    'operation;operation name;process;process step;routing;arbeitsgang;arbeitsschritt;arbeitsvorgang;prozess;prozessschritt;gamme;procede;operacion;proceso;ruta;operazione;lavorazione;processo;ciclo di lavoro;bewerking;proces;operacao;roteiro;etapa',
  lot: 'lot;lot size;lot multiple;lotsize;batch;batch size;losgrosse;losgroesse;los;taille de lot;lot de fabrication;lote;tamano de lote;tamano lote;lotto;dimensione lotto;partij;partijgrootte;batchgrootte;tamanho do lote;lote padrao',
  min_qty:
    'min qty;min bestelhoeveelheid;minimale bestelhoeveelheid;qte mini;qte min;qte minimum;min order qty;minimum quantity;minimum order quantity;moq;min order;min lot;size minimum;mindestmenge;mindestbestellmenge;quantite minimum;quantite mini;cantidad minima;quantita minima;minimum;min;quantidade minima;minimale hoeveelheid',
  max_qty:
    'max qty;maximum quantity;size maximum;max lot;hochstmenge;maximalmenge;quantite maximum;quantite maxi;cantidad maxima;quantita massima;max;quantidade maxima;maximale hoeveelheid',
  on_hand:
    'on hand;onhand;on hand quantity;stock;stock on hand;inventory;available stock;beginning inventory;initial inventory;current stock;bestand;lagerbestand;anfangsbestand;stock disponible;stock actuel;stock initial;existencias;inventario;inventario inicial;stock inicial;giacenza;giacenze;scorta;scorte;voorraad;estoque;estoque inicial;safety stock;sicherheitsbestand',
  headcount:
    'headcount;people;fte;ftes;operators;staff;number of people;workers;employees;no of operators;mitarbeiter;personal;kopfe;anzahl mitarbeiter;ma;vza;effectif;effectifs;operateurs;nb operateurs;etp;personas;operarios;numero de operarios;trabajadores;empleados;dotacion;addetti;operatori;numero addetti;persone;medewerkers;aantal medewerkers;pessoas;funcionarios;operadores;number of machines;no of machines;machine count;machines;maschinen;anzahl maschinen;nb machines;numero de maquinas;maquinas;numero macchine;quantidade de maquinas;count;number',
  efficiency:
    'efficiency;eff;oee;yield;performance factor;wirkungsgrad;leistungsgrad;nutzungsgrad;effizienz;rendement;trs;tre;efficacite;eficiencia;rendimiento;efficienza;resa;efficientie;rendimento',
  shifts:
    'shifts;shift;number of shifts;shifts per day;schichten;schicht;anzahl schichten;schichtmodell;equipes;nb equipes;postes par jour;turnos;turno;numero de turnos;turni;turni al giorno;ploegen;ploeg;ploegendienst',
  hours_per_day:
    'hours per day;hours day;hrs day;daily hours;hours per shift;hours shift;shift length;stunden pro tag;stunden je schicht;std tag;std schicht;h tag;tagesstunden;heures par jour;heures par poste;heures par equipe;h jour;h j;horas por dia;horas dia;horas por turno;horas turno;horas diarias;ore al giorno;ore giorno;ore per turno;ore turno;uren per dag;uren per ploeg',
  days_per_week:
    'days per week;working days per week;work days;workdays;working days;days week;arbeitstage;tage pro woche;arbeitstage pro woche;jours par semaine;jours ouvres;jours travailles;dias por semana;dias laborables;dias habiles;giorni lavorativi;giorni settimana;giorni per settimana;dagen per week;werkdagen;dias uteis;dias trabalhados',
  absence:
    'absence;absences;vacation;leave;time off;pto;days off;holidays taken;urlaub;abwesenheit;krank;fehlzeit;conges;absence conges;vacaciones;ausencia;ausencias;ferie;assenze;permessi;verlof;afwezigheid;ferias;ausencias;downtime;maintenance;stillstand;wartung;arret;mantenimiento;manutenzione;onderhoud;manutencao',
  component:
    'component;child;child item;komponente;stucklistenposition;composant;componente;onderdeel;bom level;qty per;quantity per;menge je;nivel',
  status: 'status;state;statut;etat;estado;stato;situacao',
  priority: 'priority;prioritat;prio;priorite;prioridad;priorita;prioriteit;prioridade',
  calendar: 'calendar;kalender;calendrier;calendario;available calendar;work calendar;arbeitskalender',
  holiday:
    'holiday;holidays;public holiday;bank holiday;feiertag;feiertage;jour ferie;jours feries;ferie;festivo;festivos;feriado;feriados;festivita;feestdag;feestdagen;closure;betriebsruhe;betriebsferien;shutdown;fermeture;cierre;chiusura',
  cost: 'cost;unit cost;hourly cost;cost per hour;rate per hour;hourly rate;kosten;stundensatz;kostensatz;cout;cout horaire;taux horaire;coste;costo;costo hora;costo orario;uurtarief;custo;custo hora',
  money:
    'price;unit price;list price;net price;amount;invoice;invoice number;invoice no;invoice date;invoice amount;total amount;total price;net amount;gross amount;vat;tax;discount;subtotal;revenue;sales;turnover;budget;salary;payment;paid;balance due;preis;einzelpreis;gesamtpreis;betrag;rechnung;rechnungsnummer;rechnungsdatum;netto;brutto;mwst;ust;rabatt;umsatz;gehalt;zahlung;prix;prix unitaire;montant;facture;numero de facture;n facture;tva;ht;ttc;remise;chiffre d affaires;salaire;paiement;precio;precio unitario;importe;factura;numero de factura;iva;descuento;ingresos;ventas;sueldo;pago;prezzo;prezzo unitario;importo;fattura;numero fattura;imponibile;sconto;fatturato;stipendio;pagamento;prijs;bedrag;factuur;factuurnummer;btw;korting;omzet;preco;preco unitario;valor;valor total;nota fiscal;desconto;receita;salario;deal value;deal amount;expected revenue',
  contact:
    'email;e mail;email address;phone;phone number;telephone;mobile;fax;address;street;city;town;zip;zip code;postal code;postcode;country;first name;last name;firstname;lastname;surname;company;company name;job title;website;linkedin;lead source;lead status;contact;contact name;contact owner;birthday;vorname;nachname;telefon;mobil;strasse;plz;ort;land;firma;ansprechpartner;anschrift;geburtsdatum;prenom;nom de famille;telephone portable;adresse;code postal;ville;pays;societe;entreprise;correo;correo electronico;telefono;movil;direccion;ciudad;pais;codigo postal;apellido;apellidos;empresa;indirizzo;citta;cap;cognome;azienda;paese;cellulare;voornaam;achternaam;telefoon;adres;postcode;plaats;bedrijf;morada;endereco;cidade;cep;sobrenome;telefone;celular',
  kind: 'type;kind;category;subcategory;class;art;typ;kategorie;categorie;tipo;categoria;soort;group;family;owner;familie;produktgruppe;familia;famille;famiglia;gruppo;grupo',
  note: 'note;notes;comment;comments;remark;remarks;bemerkung;bemerkungen;kommentar;anmerkung;hinweis;remarque;remarques;commentaire;observation;nota;notas;comentario;comentarios;observaciones;osservazioni;commento;opmerking;opmerkingen;observacao;observacoes;source',
  metric:
    'metric;measure;kpi;figure;kennzahl;indicateur;indicador;indicatore;concept;concepto;row;key figure;grosse;rubrique',
  scenario: 'scenario;version;plan version;szenario;variante;escenario;cenario;case;plan actual;plan ist;soll ist',
  key: 'key;parameter;setting;schlussel;einstellung;parametre;cle;parametro;clave;chiave;sleutel;variable',
  value: 'value;wert;valeur;valor;valore;waarde',
};
